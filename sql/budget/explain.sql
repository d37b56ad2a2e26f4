-- budget/explain
-- How a category's budget of a month came to be: every month of the chain that led to it, oldest first.
-- A chain begins where a budget was set and nothing was carried, or where the month before has none.
--
-- param  user_id       uuid
-- param  category_id   uuid
-- param  month         date
-- row    month         date
-- row    how           text      set, or the policy by which it was rolled
-- row    before        numeric?  what was available in the month before; null at the beginning
-- row    before_spent  numeric?  what was spent in it
-- row    budget        numeric
-- row    carried       numeric
-- row    available     numeric
-- row    spent         numeric
-- row    left_over     numeric
-- row    now           numeric?  what a roll would make available now; null where it was set
WITH known AS (
    SELECT
        budget_months.period,
        budget_months.budget_amount,
        budget_months.carried_amount,
        budget_months.calculated,
        CASE
            WHEN budget_months.calculated THEN coalesce(budget_months.policy, 'adjust')
            ELSE 'set'
        END AS how,
        budget_months.available,
        budget_months.spent,
        budget_months.planned,
        lag(budget_months.period) OVER by_month = budget_months.period - interval '1 month' AS follows,
        lag(budget_months.available) OVER by_month AS before,
        lag(budget_months.spent) OVER by_month AS before_spent,
        lag(budget_months.planned) OVER by_month AS before_planned
    FROM budget_months
    WHERE
        budget_months.user_id = %(user_id)s::uuid
        AND budget_months.category_id = %(category_id)s::uuid
        AND budget_months.period <= %(month)s::date
    WINDOW by_month AS (ORDER BY budget_months.period)
),
beginning AS (
    SELECT max(known.period) AS period
    FROM known
    WHERE known.follows IS NOT true OR (NOT known.calculated AND known.carried_amount = 0)
)
SELECT
    known.period AS month,
    known.how,
    CASE WHEN known.period > beginning.period THEN known.before END AS before,
    CASE WHEN known.period > beginning.period THEN known.before_spent END AS before_spent,
    known.budget_amount AS budget,
    known.carried_amount AS carried,
    known.available,
    known.spent,
    known.available - known.spent AS left_over,
    CASE
        WHEN known.calculated AND known.follows THEN
            next_budget(known.how, known.before_planned, known.before, known.before_spent)
            + next_carry(known.how, known.before, known.before_spent)
    END AS now
FROM known
JOIN beginning ON known.period >= beginning.period
ORDER BY known.period;
