-- export/budgets
-- The budgets of months.
--
-- param  user_id      uuid
-- param  first        date?     the first month; null for all
-- param  last         date?     the last month
-- row    month        date
-- row    category     text
-- row    amount       numeric   without what was moved
-- row    calculated   boolean   whether it came of what was left before
-- row    policy       text?
-- row    carry_floor  numeric?  the least that it carries
-- row    carry_cap    numeric?  the most
-- row    id           text
-- row    created_at   text
-- row    updated_at   text
SELECT
    budgets.period AS month,
    expense_categories.code AS category,
    budgets.budget_amount AS amount,
    budgets.calculated,
    budgets.policy,
    budgets.carry_floor,
    budgets.carry_cap,
    budgets.id::text AS id,
    to_char(budgets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(budgets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM budgets
JOIN expense_categories ON expense_categories.id = budgets.category_id
WHERE
    budgets.user_id = %(user_id)s::uuid
    AND (budgets.year, budgets.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    budgets.year,
    budgets.month,
    expense_categories.code COLLATE "C",
    budgets.id;
