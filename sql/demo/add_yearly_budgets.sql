-- demo/add_yearly_budgets
-- Add what categories may cost in a whole year, each column as one list.
--
-- param  user_id   uuid
-- param  category  text[]     codes of built-in categories
-- param  period    integer[]  years
-- param  budget    numeric[]
INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    given.period,
    given.budget
FROM unnest(
    %(category)s::text[],
    %(period)s::integer[],
    %(budget)s::numeric[]
) AS given (category, period, budget)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
ORDER BY given.period, given.category;
