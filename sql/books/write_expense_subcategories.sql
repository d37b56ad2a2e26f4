-- books/write_expense_subcategories
-- Write the subcategories of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO expense_subcategories (
    user_id, category_id, code, name, sort_order, closed_on, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    said.code,
    said.name,
    said.sort_order,
    said.closed,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    category text, code text, name text, sort_order integer, closed date, created_at timestamptz,
    updated_at timestamptz
)
JOIN expense_categories
    ON expense_categories.code = said.category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
WHERE
    staged.table_name = 'expense_subcategories'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, code) DO UPDATE SET
    name = excluded.name,
    sort_order = excluded.sort_order,
    closed_on = excluded.closed_on;
