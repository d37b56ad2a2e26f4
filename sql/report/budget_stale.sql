-- report/budget_stale
-- The budgets of a month that would come out otherwise if they were rolled now, and from when to when.
--
-- param  user_id         uuid
-- param  month           date
-- param  default_policy  text     of categories without one of their own
-- row    category        text     the code
-- row    name            text
-- row    available       numeric  as it stands
-- row    now             numeric  as it would come out
-- row    first           date     the first month up to it that would come out otherwise
-- row    last            date     the last one that follows from it
WITH differing AS (
    SELECT
        chain.category_id,
        chain.available,
        chain.now
    FROM budget_chains(
        %(user_id)s::uuid, %(month)s::date, %(month)s::date, %(default_policy)s::text
    ) AS chain
    WHERE chain.period = %(month)s::date AND chain.now <> chain.available
),
chains AS (
    SELECT
        differing.category_id,
        chain.period,
        chain.now <> chain.available AS differs,
        -- Where a person has set it and nothing is carried, nothing of the months before comes in.
        count(*) FILTER (
            WHERE
                chain.period > %(month)s::date
                AND (
                    chain.before IS NULL
                    OR (NOT chain.calculated AND 'carry' NOT IN (chain.policy, chain.now_policy))
                )
        ) OVER (PARTITION BY differing.category_id ORDER BY chain.period) AS chains_since
    FROM differing
    CROSS JOIN LATERAL budget_chain(
        %(user_id)s::uuid,
        differing.category_id,
        %(month)s::date,
        '2100-12-01'::date,
        %(default_policy)s::text
    ) AS chain
),
spans AS (
    SELECT
        chains.category_id,
        min(chains.period) AS first,
        max(chains.period) AS last
    FROM chains
    WHERE chains.differs AND chains.chains_since = 0
    GROUP BY chains.category_id
)
SELECT
    expense_categories.code AS category,
    expense_categories.name,
    differing.available,
    differing.now,
    greatest(spans.first, (closed.through + interval '1 month')::date) AS first,
    spans.last
FROM differing
JOIN spans ON spans.category_id = differing.category_id
CROSS JOIN (SELECT closed_through(%(user_id)s::uuid) AS through) AS closed
JOIN expense_categories ON expense_categories.id = differing.category_id
WHERE closed.through IS NULL OR spans.last > closed.through  -- what is closed is rolled no more
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
