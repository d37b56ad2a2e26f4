-- report/budget
-- What each category of expenses may cost in a month, what it has cost, and what is left.
--
-- param  user_id         uuid
-- param  month           date
-- param  default_policy  text      of categories without one of their own
-- param  month_gone      numeric?  the share of the month that is over; null unless it is the current one
-- param  places          integer   the decimals of the currency: over is what is so as printed, too
-- row    category        text      the code
-- row    name            text
-- row    budget          numeric?  with what was moved; null where nothing was planned
-- row    moved           numeric?  into it; below zero, out of it
-- row    carried         numeric?
-- row    available       numeric?  budget and carried
-- row    spent           numeric
-- row    left_over       numeric?
-- row    used_pct        numeric?  spent as a share of what is available; null where that is nothing
-- row    pace            numeric?  used_pct less month_gone: above zero, it is spent faster than the month goes
-- row    overspent       boolean   more was spent than is available
-- row    year_budget     numeric?  what it may cost in the whole year
-- row    year_spent      numeric?  in the year up to that month
-- row    year_left       numeric?
-- row    year_used_pct   numeric?
-- row    year_overspent  boolean
WITH spending AS (
    SELECT
        expense_items.category_id,
        sum(expense_items.amount) AS spent
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
        chain.moved,
        chain.carried,
        chain.available
    FROM budget_chains(
        %(user_id)s::uuid, %(month)s::date, %(month)s::date, %(default_policy)s::text
    ) AS chain
    WHERE chain.period = %(month)s::date
),
years AS (
    SELECT
        yearly_budgets.category_id,
        yearly_budgets.budget_amount AS budget,
        spent_in_year.spent
    FROM yearly_budgets
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(expense_items.amount), 0) AS spent
        FROM expense_items
        WHERE
            expense_items.user_id = %(user_id)s::uuid
            AND expense_items.year = yearly_budgets.year
            AND expense_items.month <= month_of(%(month)s::date)
            AND expense_items.category_id = yearly_budgets.category_id
    ) AS spent_in_year
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.year = year_of(%(month)s::date)
)
SELECT
    expense_categories.code AS category,
    expense_categories.name,
    months.budget,
    months.moved,
    months.carried,
    months.available,
    coalesce(spending.spent, 0) AS spent,
    months.available - coalesce(spending.spent, 0) AS left_over,
    share_of(coalesce(spending.spent, 0), months.available) AS used_pct,
    share_of(coalesce(spending.spent, 0), months.available) - %(month_gone)s::numeric AS pace,
    coalesce(round(months.available - coalesce(spending.spent, 0), %(places)s::integer) < 0, false) AS overspent,
    years.budget AS year_budget,
    years.spent AS year_spent,
    years.budget - years.spent AS year_left,
    share_of(years.spent, years.budget) AS year_used_pct,
    coalesce(round(years.budget - years.spent, %(places)s::integer) < 0, false) AS year_overspent
FROM expense_categories
LEFT JOIN spending ON spending.category_id = expense_categories.id
LEFT JOIN months ON months.category_id = expense_categories.id
LEFT JOIN years ON years.category_id = expense_categories.id
WHERE
    (expense_categories.user_id IS NULL OR expense_categories.user_id = %(user_id)s::uuid)
    AND (
        expense_categories.closed_on IS NULL
        OR expense_categories.closed_on > %(month)s::date
        OR num_nonnulls(spending.spent, months.budget, years.budget) > 0
    )
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
