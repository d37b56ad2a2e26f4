-- report/budget_totals
-- All budgets of a month together, and all that was spent in it, also where nothing was planned.
--
-- param  user_id         uuid
-- param  month           date
-- param  default_policy  text      of categories without one of their own
-- param  month_gone      numeric?  the share of the month that is over; null unless it is the current one
-- row    budget          numeric
-- row    carried         numeric
-- row    available       numeric
-- row    spent           numeric
-- row    budgeted        numeric   the part of it in categories with a budget for the month
-- row    by_the_year     numeric   in categories with a budget for the year alone
-- row    unbudgeted      numeric   the rest
-- row    left_over       numeric   of what is available
-- row    used_pct        numeric?  of what is available
-- row    pace            numeric?
-- row    budgets         bigint    categories with a budget, of the month or of its year
-- row    items           bigint    expenses of the month
WITH spending AS (
    SELECT
        expense_items.category_id,
        sum(expense_items.amount) AS spent,
        count(*) AS items
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.year = year_of(%(month)s::date)
        AND expense_items.month = month_of(%(month)s::date)
    GROUP BY expense_items.category_id
),
months AS (
    SELECT
        chain.category_id,
        chain.budget,
        chain.carried,
        chain.available
    FROM budget_chains(
        %(user_id)s::uuid, %(month)s::date, %(month)s::date, %(default_policy)s::text
    ) AS chain
    WHERE chain.period = %(month)s::date
),
years AS (
    SELECT yearly_budgets.category_id
    FROM yearly_budgets
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.year = year_of(%(month)s::date)
),
planned AS (
    SELECT
        coalesce(sum(months.budget), 0) AS budget,
        coalesce(sum(months.carried), 0) AS carried,
        coalesce(sum(months.available), 0) AS available,
        count(*) AS budgets
    FROM months
),
gone AS (
    SELECT
        coalesce(sum(spending.spent), 0) AS spent,
        coalesce(sum(spending.spent) FILTER (WHERE months.category_id IS NOT NULL), 0) AS budgeted,
        coalesce(
            sum(spending.spent) FILTER (
                WHERE months.category_id IS NULL AND years.category_id IS NOT NULL
            ), 0
        ) AS by_the_year,
        coalesce(
            sum(spending.spent) FILTER (
                WHERE months.category_id IS NULL AND years.category_id IS NULL
            ), 0
        ) AS unbudgeted,
        coalesce(sum(spending.items), 0)::bigint AS items
    FROM spending
    LEFT JOIN months ON months.category_id = spending.category_id
    LEFT JOIN years ON years.category_id = spending.category_id
)
SELECT
    planned.budget,
    planned.carried,
    planned.available,
    gone.spent,
    gone.budgeted,
    gone.by_the_year,
    gone.unbudgeted,
    planned.available - gone.budgeted AS left_over,
    share_of(gone.budgeted, planned.available) AS used_pct,
    share_of(gone.budgeted, planned.available) - %(month_gone)s::numeric AS pace,
    planned.budgets + (
        SELECT count(*)
        FROM years
        WHERE NOT EXISTS (SELECT FROM months WHERE months.category_id = years.category_id)
    ) AS budgets,
    gone.items
FROM planned
CROSS JOIN gone
ORDER BY planned.budget;
