-- budget/explain
-- How a category's budget of a month came to be: every month of the chain that led to it, oldest first.
-- It begins where a budget was set and nothing is carried, or where the month before has none.
--
-- param  user_id         uuid
-- param  category_id     uuid
-- param  month           date
-- param  default_policy  text      of categories without one of their own
-- row    month           date
-- row    how             text      set, or the policy by which it was rolled
-- row    before          numeric?  what was available in the month before; null at the beginning
-- row    before_moved    numeric?  what was moved into it
-- row    before_spent    numeric?  what was spent in it
-- row    budget          numeric   with what was moved
-- row    moved           numeric   into it; below zero, out of it
-- row    carried         numeric
-- row    carries         boolean   whether it goes by the policy carry
-- row    available       numeric
-- row    spent           numeric
-- row    left_over       numeric
-- row    now             numeric   what would be available if all were rolled now
WITH chain AS (
    SELECT
        chain.period,
        chain.calculated,
        chain.policy,
        chain.starts,
        chain.before,
        chain.before_moved,
        chain.before_spent,
        chain.budget,
        chain.moved,
        chain.carried,
        chain.available,
        chain.spent,
        chain.now
    FROM budget_chain(
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        %(month)s::date,
        %(month)s::date,
        %(default_policy)s::text
    ) AS chain
),
beginning AS (
    SELECT max(chain.period) AS period
    FROM chain
    WHERE chain.starts
)
SELECT
    chain.period AS month,
    CASE WHEN chain.calculated THEN chain.policy ELSE 'set' END AS how,
    CASE WHEN NOT chain.starts THEN chain.before END AS before,
    CASE WHEN NOT chain.starts THEN chain.before_moved END AS before_moved,
    CASE WHEN NOT chain.starts THEN chain.before_spent END AS before_spent,
    chain.budget,
    chain.moved,
    chain.carried,
    chain.policy = 'carry' AS carries,
    chain.available,
    chain.spent,
    chain.available - chain.spent AS left_over,
    chain.now
FROM chain
JOIN beginning ON chain.period >= beginning.period
ORDER BY chain.period;
