-- demo/add_recurring
-- Add incomes and expenses that come back, each column as one list.
--
-- param  user_id      uuid
-- param  kind         text[]     income or expense
-- param  category     text[]     codes of built-in categories of that kind
-- param  subcategory  text[]     codes of built-in subcategories, null for none
-- param  amount       numeric[]
-- param  every        text[]
-- param  first_month  text[]
-- param  last_month   text[]     null for no end
-- param  note         text[]
INSERT INTO recurring_items (
    user_id, income_category_id, expense_category_id, subcategory_id, amount, description, every,
    first_month, last_month
)
SELECT
    %(user_id)s::uuid,
    income_categories.id,
    expense_categories.id,
    expense_subcategories.id,
    given.amount,
    given.note,
    given.every,
    to_date(given.first_month, 'YYYY-MM'),
    to_date(given.last_month, 'YYYY-MM')
FROM unnest(
    %(kind)s::text[],
    %(category)s::text[],
    %(subcategory)s::text[],
    %(amount)s::numeric[],
    %(every)s::text[],
    %(first_month)s::text[],
    %(last_month)s::text[],
    %(note)s::text[]
) AS given (kind, category, subcategory, amount, every, first_month, last_month, note)
LEFT JOIN income_categories
    ON given.kind = 'income'
    AND income_categories.code = given.category
    AND income_categories.user_id IS NULL
LEFT JOIN expense_categories
    ON given.kind = 'expense'
    AND expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
LEFT JOIN expense_subcategories
    ON expense_subcategories.code = given.subcategory
    AND expense_subcategories.category_id = expense_categories.id
    AND expense_subcategories.user_id IS NULL
ORDER BY given.note;
