-- demo/add_budgets
-- Add what categories may cost, each column as one list.
--
-- param  user_id         uuid
-- param  category        text[]     codes of built-in categories
-- param  month           date[]
-- param  budget_amount   numeric[]
-- param  calculated      boolean[]  whether it was rolled forward
-- param  policy          text[]     by which; null where it was set
INSERT INTO budgets (
    user_id, category_id, year, month, budget_amount, calculated, policy
)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    extract(YEAR FROM given.month)::integer,
    extract(MONTH FROM given.month)::integer,
    given.budget_amount,
    given.calculated,
    given.policy
FROM unnest(
    %(category)s::text[],
    %(month)s::date[],
    %(budget_amount)s::numeric[],
    %(calculated)s::boolean[],
    %(policy)s::text[]
) AS given (category, month, budget_amount, calculated, policy)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
ORDER BY given.month, given.category;
