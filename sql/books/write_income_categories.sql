-- books/write_income_categories
-- Write the categories of incomes of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO income_categories (
    user_id, code, name, sort_order, closed_on, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    said.code,
    said.name,
    said.sort_order,
    said.closed,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    code text, name text, sort_order integer, closed date, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'income_categories'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, code) DO UPDATE SET
    name = excluded.name,
    sort_order = excluded.sort_order,
    closed_on = excluded.closed_on;
