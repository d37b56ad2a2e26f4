-- export/expense_subcategories
-- The subcategories of expenses that a user has added.
--
-- param  user_id     uuid
-- row    category    text     the code of what it is a part of
-- row    code        text
-- row    name        text
-- row    sort_order  integer
-- row    closed      date?
-- row    created_at  text
-- row    updated_at  text
SELECT
    expense_categories.code AS category,
    expense_subcategories.code,
    expense_subcategories.name,
    expense_subcategories.sort_order,
    expense_subcategories.closed_on AS closed,
    to_char(expense_subcategories.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(expense_subcategories.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM expense_subcategories
JOIN expense_categories ON expense_categories.id = expense_subcategories.category_id
WHERE expense_subcategories.user_id = %(user_id)s::uuid
ORDER BY
    expense_categories.code COLLATE "C",
    expense_subcategories.code COLLATE "C";
