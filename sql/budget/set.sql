-- budget/set
-- Plan what a category may cost in each month of a range, in place of what was planned or rolled.
-- What was rolled keeps the policy that it was rolled by, and with that what it carries.
--
-- param  user_id          uuid
-- param  category_id      uuid
-- param  first            date
-- param  last             date
-- param  amount           numeric
-- row    month            date
-- row    category         text      the code
-- row    name             text
-- row    budget           numeric
-- row    previous_budget  numeric?  what was planned before
WITH months AS (
    SELECT
        year_of(series.day::date) AS year,
        month_of(series.day::date) AS month
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS series (day)
),
earlier AS (
    SELECT
        budgets.period,
        budgets.budget_amount
    FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.category_id = %(category_id)s::uuid
        AND (budgets.year, budgets.month)
            BETWEEN (year_of(%(first)s::date), month_of(%(first)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
planned AS (
    INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
    SELECT
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        months.year,
        months.month,
        %(amount)s::numeric
    FROM months
    ORDER BY months.year, months.month
    ON CONFLICT (user_id, category_id, year, month) DO UPDATE SET
        budget_amount = excluded.budget_amount,
        calculated = false
    RETURNING
        budgets.period,
        budgets.category_id,
        budgets.budget_amount
)
SELECT
    planned.period AS month,
    expense_categories.code AS category,
    expense_categories.name,
    planned.budget_amount AS budget,
    earlier.budget_amount AS previous_budget
FROM planned
JOIN expense_categories ON expense_categories.id = planned.category_id
LEFT JOIN earlier ON earlier.period = planned.period
ORDER BY planned.period, planned.category_id;
