-- demo/add_yearly_budgets
-- Add what categories may cost in whole years, each column as one list.
--
-- param  user_id        uuid
-- param  category       text[]  codes of built-in categories
-- param  year           integer[]
-- param  budget_amount  numeric[]
INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    given.year,
    given.budget_amount
FROM unnest(
    %(category)s::text[],
    %(year)s::integer[],
    %(budget_amount)s::numeric[]
) AS given (category, year, budget_amount)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
ORDER BY given.year, given.category;
