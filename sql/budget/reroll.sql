-- budget/reroll
-- Work out anew what was rolled into a month, by the policy of now.
-- The plan that a person has set stays.
--
-- param  user_id         uuid
-- param  month           date
-- param  default_policy  text     of categories without one of their own
-- row    category        text     the code
-- row    previous        numeric  what was available
-- row    available       numeric  what is now
WITH chains AS (
    SELECT
        chain.category_id,
        chain.period,
        chain.calculated,
        chain.policy,
        chain.carry_floor,
        chain.carry_cap,
        chain.budget,
        chain.moved,
        chain.available,
        chain.planned,
        chain.spent,
        chain.now_policy,
        chain.now_floor,
        chain.now_cap
    FROM budget_chains(
        %(user_id)s::uuid, (%(month)s::date - interval '1 month')::date, %(month)s::date, %(default_policy)s::text
    ) AS chain
),
made AS (
    SELECT
        kept.category_id,
        kept.now_policy AS policy,
        kept.now_floor AS carry_floor,
        kept.now_cap AS carry_cap,
        kept.moved,
        kept.available AS previous,
        CASE
            WHEN kept.calculated
                THEN next_budget(kept.now_policy, last.planned, last.available, last.moved, last.spent)
            ELSE kept.budget - kept.moved
        END AS budget,
        next_carry(kept.now_policy, kept.now_floor, kept.now_cap, last.available - last.spent) AS carried
    FROM chains AS kept
    JOIN chains AS last ON last.category_id = kept.category_id AND last.period < kept.period
    WHERE
        kept.period = %(month)s::date
        AND last.period = %(month)s::date - interval '1 month'
        AND (
            kept.calculated
            OR (kept.policy, kept.carry_floor, kept.carry_cap)
            IS DISTINCT FROM (kept.now_policy, kept.now_floor, kept.now_cap)
        )
),
changed AS (
    UPDATE budgets
    SET
        budget_amount = made.budget,
        policy = made.policy,
        carry_floor = made.carry_floor,
        carry_cap = made.carry_cap
    FROM made
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.category_id = made.category_id
        AND budgets.year = year_of(%(month)s::date)
        AND budgets.month = month_of(%(month)s::date)
        AND (budgets.budget_amount, budgets.policy, budgets.carry_floor, budgets.carry_cap)
        IS DISTINCT FROM (made.budget, made.policy, made.carry_floor, made.carry_cap)
    RETURNING
        budgets.category_id,
        made.previous,
        made.budget + made.moved + made.carried AS available
)
SELECT
    expense_categories.code AS category,
    changed.previous,
    changed.available
FROM changed
JOIN expense_categories ON expense_categories.id = changed.category_id
WHERE changed.previous <> changed.available
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
