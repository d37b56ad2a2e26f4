-- demo/add_budgets
-- Add what categories may cost in a month, each column as one list.
--
-- param  user_id   uuid
-- param  category  text[]     codes of built-in categories
-- param  period    text[]     months
-- param  budget    numeric[]
-- param  how       text[]     set, or the policy by which it was rolled
INSERT INTO budgets (user_id, category_id, year, month, budget_amount, calculated, policy)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    year_of(to_date(given.period, 'YYYY-MM')),
    month_of(to_date(given.period, 'YYYY-MM')),
    given.budget,
    given.how <> 'set',
    nullif(given.how, 'set')
FROM unnest(
    %(category)s::text[],
    %(period)s::text[],
    %(budget)s::numeric[],
    %(how)s::text[]
) AS given (category, period, budget, how)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
ORDER BY given.period, given.category;
