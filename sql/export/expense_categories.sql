-- export/expense_categories
-- The categories of expenses that a user has added.
--
-- param  user_id     uuid
-- row    code        text
-- row    name        text
-- row    sort_order  integer
-- row    closed      date?
-- row    created_at  text
-- row    updated_at  text
SELECT
    expense_categories.code,
    expense_categories.name,
    expense_categories.sort_order,
    expense_categories.closed_on AS closed,
    to_char(expense_categories.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(expense_categories.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM expense_categories
WHERE expense_categories.user_id = %(user_id)s::uuid
ORDER BY expense_categories.code COLLATE "C";
