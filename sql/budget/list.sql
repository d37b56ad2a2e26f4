-- budget/list
-- Budgets by month and by the year, newest first.
--
-- param  user_id      uuid
-- param  first        date?     the first month
-- param  last         date?     the last month
-- param  category_id  uuid?
-- row    period       text      2026-10, or 2026 for a whole year
-- row    every        text      month or year
-- row    category     text      the code
-- row    name         text
-- row    budget       numeric
-- row    carried      numeric?  null for a year
-- row    available    numeric
-- row    how          text      set, or the policy by which it was rolled
WITH listed AS (
    SELECT
        to_char(budgets.period, 'YYYY-MM') AS period,
        'month' AS every,
        budgets.category_id,
        budgets.budget_amount,
        budgets.carried_amount,
        CASE WHEN budgets.calculated THEN coalesce(budgets.policy, 'adjust') ELSE 'set' END AS how
    FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND (budgets.year, budgets.month) BETWEEN (
            extract(YEAR FROM coalesce(%(first)s::date, '2000-01-01'))::integer,
            extract(MONTH FROM coalesce(%(first)s::date, '2000-01-01'))::integer
        ) AND (
            extract(YEAR FROM coalesce(%(last)s::date, '2100-12-01'))::integer,
            extract(MONTH FROM coalesce(%(last)s::date, '2100-12-01'))::integer
        )
    UNION ALL
    SELECT
        yearly_budgets.year::text AS period,
        'year' AS every,
        yearly_budgets.category_id,
        yearly_budgets.budget_amount,
        NULL AS carried_amount,
        'set' AS how
    FROM yearly_budgets
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.year
        BETWEEN extract(YEAR FROM coalesce(%(first)s::date, '2000-01-01'))::integer
        AND extract(YEAR FROM coalesce(%(last)s::date, '2100-12-01'))::integer
)
SELECT
    listed.period,
    listed.every,
    expense_categories.code AS category,
    expense_categories.name,
    listed.budget_amount AS budget,
    listed.carried_amount AS carried,
    listed.budget_amount + coalesce(listed.carried_amount, 0) AS available,
    listed.how
FROM listed
JOIN expense_categories ON expense_categories.id = listed.category_id
WHERE %(category_id)s::uuid IS NULL OR listed.category_id = %(category_id)s::uuid
ORDER BY
    substr(listed.period, 1, 4) DESC,
    listed.period DESC,
    expense_categories.sort_order,
    expense_categories.code,
    expense_categories.id;
