-- close/state
-- How far somebody's books are closed, and which open months up to one hold something.
--
-- param  user_id  uuid
-- param  last     date   the newest month that can be closed
-- row    through  date?  the last month that is closed; null while none is
-- row    first    date?  the first open month up to the last one that holds something; null where none does
-- row    newest   date?  the newest of them that has values
WITH closed AS (
    SELECT closed_through(%(user_id)s::uuid) AS through
),
open AS (
    SELECT
        closed.through,
        coalesce((closed.through + interval '1 month')::date, '2000-01-01') AS since
    FROM closed
),
holding AS (
    (
        SELECT networth_materialized.period
        FROM networth_materialized
        WHERE
            networth_materialized.user_id = %(user_id)s::uuid
            AND (networth_materialized.year, networth_materialized.month)
            >= ((SELECT year_of(open.since) FROM open), (SELECT month_of(open.since) FROM open))
            AND (networth_materialized.year, networth_materialized.month)
            <= (year_of(%(last)s::date), month_of(%(last)s::date))
        ORDER BY networth_materialized.year, networth_materialized.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT incoming_items.period
        FROM incoming_items
        WHERE
            incoming_items.user_id = %(user_id)s::uuid
            AND (incoming_items.year, incoming_items.month)
            >= ((SELECT year_of(open.since) FROM open), (SELECT month_of(open.since) FROM open))
            AND (incoming_items.year, incoming_items.month)
            <= (year_of(%(last)s::date), month_of(%(last)s::date))
        ORDER BY incoming_items.year, incoming_items.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE
            expense_items.user_id = %(user_id)s::uuid
            AND (expense_items.year, expense_items.month)
            >= ((SELECT year_of(open.since) FROM open), (SELECT month_of(open.since) FROM open))
            AND (expense_items.year, expense_items.month)
            <= (year_of(%(last)s::date), month_of(%(last)s::date))
        ORDER BY expense_items.year, expense_items.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT budgets.period
        FROM budgets
        WHERE
            budgets.user_id = %(user_id)s::uuid
            AND (budgets.year, budgets.month)
            >= ((SELECT year_of(open.since) FROM open), (SELECT month_of(open.since) FROM open))
            AND (budgets.year, budgets.month) <= (year_of(%(last)s::date), month_of(%(last)s::date))
        ORDER BY budgets.year, budgets.month
        LIMIT 1
    )
)
SELECT
    open.through,
    (SELECT min(holding.period) FROM holding) AS first,
    (
        SELECT networth_materialized.period
        FROM networth_materialized
        WHERE
            networth_materialized.user_id = %(user_id)s::uuid
            AND (networth_materialized.year, networth_materialized.month)
            >= (year_of(open.since), month_of(open.since))
            AND (networth_materialized.year, networth_materialized.month)
            <= (year_of(%(last)s::date), month_of(%(last)s::date))
        ORDER BY networth_materialized.year DESC, networth_materialized.month DESC
        LIMIT 1
    ) AS newest
FROM open
ORDER BY open.since;
