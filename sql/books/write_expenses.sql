-- books/write_expenses
-- Write the expenses of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO expense_items (
    user_id, id, category_id, subcategory_id, year, month, amount, description, spent_on, import_row_id,
    created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    expense_categories.id,
    expense_subcategories.id,
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
    id uuid, month date, date date, category text, subcategory text, amount numeric, note text,
    import_row_id uuid, created_at timestamptz, updated_at timestamptz
)
JOIN expense_categories
    ON expense_categories.code = said.category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
LEFT JOIN expense_subcategories
    ON expense_subcategories.code = said.subcategory
    AND (expense_subcategories.user_id = %(user_id)s::uuid OR expense_subcategories.user_id IS NULL)
WHERE
    staged.table_name = 'expenses'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    subcategory_id = excluded.subcategory_id,
    year = excluded.year,
    month = excluded.month,
    amount = excluded.amount,
    description = excluded.description,
    spent_on = excluded.spent_on,
    import_row_id = excluded.import_row_id;
