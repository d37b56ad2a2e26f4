-- books/write_budget_moves
-- Write the moves between budgets of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO budget_moves (
    user_id, id, year, month, from_category_id, to_category_id, amount, description, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    year_of(said.month),
    month_of(said.month),
    given.id,
    taken.id,
    said.amount,
    said.note,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, from_category text, to_category text, amount numeric, note text,
    created_at timestamptz, updated_at timestamptz
)
JOIN expense_categories AS given
    ON given.code = said.from_category
    AND (given.user_id = %(user_id)s::uuid OR given.user_id IS NULL)
JOIN expense_categories AS taken
    ON taken.code = said.to_category
    AND (taken.user_id = %(user_id)s::uuid OR taken.user_id IS NULL)
WHERE
    staged.table_name = 'budget_moves'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    year = excluded.year,
    month = excluded.month,
    from_category_id = excluded.from_category_id,
    to_category_id = excluded.to_category_id,
    amount = excluded.amount,
    description = excluded.description;
