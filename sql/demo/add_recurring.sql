-- demo/add_recurring
-- Add incomes and expenses that come back, each column as one list.
--
-- param  user_id      uuid
-- param  income       text[]  codes of built-in categories; null for an expense
-- param  expense      text[]  codes of built-in categories; null for an income
-- param  subcategory  text[]  codes of built-in subcategories, null for none
-- param  amount       numeric[]
-- param  description  text[]
-- param  every        text[]
-- param  first_month  date[]
-- param  last_month   date[]
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
    given.description,
    given.every,
    given.first_month,
    given.last_month
FROM unnest(
    %(income)s::text[],
    %(expense)s::text[],
    %(subcategory)s::text[],
    %(amount)s::numeric[],
    %(description)s::text[],
    %(every)s::text[],
    %(first_month)s::date[],
    %(last_month)s::date[]
) AS given (income, expense, subcategory, amount, description, every, first_month, last_month)
LEFT JOIN income_categories
    ON income_categories.code = given.income
    AND income_categories.user_id IS NULL
LEFT JOIN expense_categories
    ON expense_categories.code = given.expense
    AND expense_categories.user_id IS NULL
LEFT JOIN expense_subcategories
    ON expense_subcategories.code = given.subcategory
    AND expense_subcategories.category_id = expense_categories.id
    AND expense_subcategories.user_id IS NULL
ORDER BY given.description;
