-- budget/list
-- Budgets by month and by the year, newest first.
--
-- param  user_id         uuid
-- param  first           date?     the first month
-- param  last            date?     the last month
-- param  category_id     uuid?
-- param  default_policy  text      of categories without one of their own
-- row    period          text      2026-10, or 2026 for a whole year
-- row    every           text      month or year
-- row    category        text      the code
-- row    name            text
-- row    budget          numeric   with what was moved
-- row    moved           numeric?  into it; below zero, out of it; null for a year
-- row    carried         numeric?  null for a year
-- row    available       numeric
-- row    how             text      set, or the policy by which it was rolled
WITH categories AS (
    SELECT DISTINCT budgets.category_id
    FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND (budgets.year, budgets.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
        AND (%(category_id)s::uuid IS NULL OR budgets.category_id = %(category_id)s::uuid)
),
listed AS (
    SELECT
        to_char(chain.period, 'YYYY-MM') AS period,
        'month' AS every,
        categories.category_id,
        chain.budget,
        chain.moved,
        chain.carried,
        chain.available,
        CASE WHEN chain.calculated THEN chain.policy ELSE 'set' END AS how
    FROM categories
    JOIN LATERAL budget_chain(
        %(user_id)s::uuid,
        categories.category_id,
        coalesce(%(first)s::date, '2000-01-01'),
        coalesce(%(last)s::date, '2100-12-01'),
        %(default_policy)s::text
    ) AS chain ON chain.period >= coalesce(%(first)s::date, '2000-01-01')
    UNION ALL
    SELECT
        yearly_budgets.year::text AS period,
        'year' AS every,
        yearly_budgets.category_id,
        yearly_budgets.budget_amount AS budget,
        NULL AS moved,
        NULL AS carried,
        yearly_budgets.budget_amount AS available,
        'set' AS how
    FROM yearly_budgets
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.year BETWEEN year_of(coalesce(%(first)s::date, '2000-01-01'))
        AND year_of(coalesce(%(last)s::date, '2100-12-01'))
        AND (%(category_id)s::uuid IS NULL OR yearly_budgets.category_id = %(category_id)s::uuid)
)
SELECT
    listed.period,
    listed.every,
    expense_categories.code AS category,
    expense_categories.name,
    listed.budget,
    listed.moved,
    listed.carried,
    listed.available,
    listed.how
FROM listed
JOIN expense_categories ON expense_categories.id = listed.category_id
ORDER BY
    substr(listed.period, 1, 4) DESC,
    listed.period DESC,
    expense_categories.sort_order,
    expense_categories.code,
    expense_categories.id;
