-- budget/roll
-- Make a month's budgets from those of the month before, by the policy of each category.
-- A budget that is there already stays as it is.
--
-- param  user_id         uuid
-- param  month           date      the month that gets its budgets
-- param  default_policy  text      of categories without one of their own
-- param  makes           boolean   else it is only told what they would be
-- row    month           date
-- row    category        text      the code
-- row    name            text
-- row    policy          text
-- row    before          numeric   what was available in the month before
-- row    spent           numeric   in the month before
-- row    budget          numeric   what the policy makes of them
-- row    carried         numeric
-- row    available       numeric   with what is moved in the month already
-- row    rolled          boolean   whether it was written now
-- row    why             text?     else: set, closed, same, differs or missing
-- row    kept            numeric?  what is available, as the month has it
-- row    kept_moved      numeric?  the part of it that was moved into it
-- row    kept_carried    numeric?  the part of it that is carried
WITH chains AS (
    SELECT
        chain.category_id,
        chain.period,
        chain.calculated,
        chain.budget,
        chain.moved,
        chain.carried,
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
        chains.category_id,
        chains.now_policy AS policy,
        chains.now_floor AS carry_floor,
        chains.now_cap AS carry_cap,
        chains.available AS before,
        chains.spent,
        next_budget(chains.now_policy, chains.planned, chains.available, chains.moved, chains.spent) AS budget,
        next_carry(
            chains.now_policy, chains.now_floor, chains.now_cap, chains.available - chains.spent
        ) AS carried
    FROM chains
    WHERE chains.period = %(month)s::date - interval '1 month'
),
written AS (
    INSERT INTO budgets (
        user_id, category_id, year, month, budget_amount, calculated, policy, carry_floor, carry_cap
    )
    SELECT
        %(user_id)s::uuid,
        made.category_id,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        made.budget,
        true,
        made.policy,
        made.carry_floor,
        made.carry_cap
    FROM made
    JOIN expense_categories ON expense_categories.id = made.category_id
    WHERE
        %(makes)s::boolean
        AND (expense_categories.closed_on IS NULL OR expense_categories.closed_on > %(month)s::date)
    ORDER BY made.category_id
    ON CONFLICT (user_id, category_id, year, month) DO NOTHING
    RETURNING budgets.category_id
)
SELECT
    %(month)s::date AS month,
    expense_categories.code AS category,
    expense_categories.name,
    made.policy,
    made.before,
    made.spent,
    made.budget,
    made.carried,
    made.budget + made.carried + coalesce(kept.moved, 0) AS available,
    written.category_id IS NOT NULL AS rolled,
    CASE
        WHEN written.category_id IS NOT NULL THEN NULL
        WHEN kept.calculated IS NULL AND expense_categories.closed_on <= %(month)s::date THEN 'closed'
        WHEN kept.calculated IS NULL THEN 'missing'
        WHEN NOT kept.calculated THEN 'set'
        WHEN (kept.budget - kept.moved, kept.carried) <> (made.budget, made.carried) THEN 'differs'
        ELSE 'same'
    END AS why,
    kept.available AS kept,
    kept.moved AS kept_moved,
    kept.carried AS kept_carried
FROM made
JOIN expense_categories ON expense_categories.id = made.category_id
LEFT JOIN written ON written.category_id = made.category_id
LEFT JOIN chains AS kept ON kept.category_id = made.category_id AND kept.period = %(month)s::date
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
