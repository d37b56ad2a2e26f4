-- export/income_categories
-- The categories of incomes that a user has added.
--
-- param  user_id     uuid
-- row    code        text
-- row    name        text
-- row    sort_order  integer
-- row    closed      date?
-- row    created_at  text
-- row    updated_at  text
SELECT
    income_categories.code,
    income_categories.name,
    income_categories.sort_order,
    income_categories.closed_on AS closed,
    to_char(income_categories.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(income_categories.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM income_categories
WHERE income_categories.user_id = %(user_id)s::uuid
ORDER BY income_categories.code COLLATE "C";
