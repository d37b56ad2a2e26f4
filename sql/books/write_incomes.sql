-- books/write_incomes
-- Write the incomes of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO incoming_items (
    user_id, id, category_id, year, month, amount, description, received_on, import_row_id, created_at,
    updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    income_categories.id,
    year_of(said.month),
    month_of(said.month),
    said.amount,
    said.note,
    said.date,
    said.import_row_id,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, date date, category text, amount numeric, note text, import_row_id uuid,
    created_at timestamptz, updated_at timestamptz
)
JOIN income_categories
    ON income_categories.code = said.category
    AND (income_categories.user_id = %(user_id)s::uuid OR income_categories.user_id IS NULL)
WHERE
    staged.table_name = 'incomes'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    year = excluded.year,
    month = excluded.month,
    amount = excluded.amount,
    description = excluded.description,
    received_on = excluded.received_on,
    import_row_id = excluded.import_row_id;
