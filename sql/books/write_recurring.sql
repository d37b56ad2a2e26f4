-- books/write_recurring
-- Write the recurring items of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO recurring_items (
    user_id, id, income_category_id, expense_category_id, subcategory_id, amount, description, every,
    day, first_month, last_month, succeeded_by, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    income_categories.id,
    expense_categories.id,
    expense_subcategories.id,
    said.amount,
    said.note,
    said.every,
    said.day,
    said.first_month,
    said.last_month,
    said.succeeded_by,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, income_category text, expense_category text, subcategory text, amount numeric, note text,
    every text, day integer, first_month date, last_month date, succeeded_by uuid, created_at timestamptz,
    updated_at timestamptz
)
LEFT JOIN income_categories
    ON income_categories.code = said.income_category
    AND (income_categories.user_id = %(user_id)s::uuid OR income_categories.user_id IS NULL)
LEFT JOIN expense_categories
    ON expense_categories.code = said.expense_category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
LEFT JOIN expense_subcategories
    ON expense_subcategories.code = said.subcategory
    AND (expense_subcategories.user_id = %(user_id)s::uuid OR expense_subcategories.user_id IS NULL)
WHERE
    staged.table_name = 'recurring'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    income_category_id = excluded.income_category_id,
    expense_category_id = excluded.expense_category_id,
    subcategory_id = excluded.subcategory_id,
    amount = excluded.amount,
    description = excluded.description,
    every = excluded.every,
    day = excluded.day,
    first_month = excluded.first_month,
    last_month = excluded.last_month,
    succeeded_by = excluded.succeeded_by;
