-- report/networth_totals
-- Assets, debts and net worth in a month, beside the month before; no row for a month without values.
-- net_worth - net_worth_before = change + new - gone + missing_change.
--
-- param  user_id           uuid
-- param  month             date
-- row    assets            numeric
-- row    debts             numeric   negative
-- row    net_worth         numeric
-- row    change            numeric?  of what both months know; null when the month before holds nothing
-- row    change_pct        numeric?  as a fraction of what that was before
-- row    missing           bigint    assets that this month has no value of
-- row    carried           bigint    values copied forward
-- row    net_worth_before  numeric?  null, as all below, when the month before holds nothing
-- row    new               numeric?  first values, which are no change
-- row    gone              numeric?  last values of what was closed
-- row    missing_change    numeric?  of net worth, by values that one of the two months lacks
-- row    missing_before    bigint    assets with a value that the month before lacks
WITH worth AS (
    SELECT
        coalesce(sum(changes.value) FILTER (WHERE asset_categories.kind = 'asset'), 0) AS assets,
        coalesce(sum(changes.value) FILTER (WHERE asset_categories.kind = 'liability'), 0) AS debts,
        coalesce(sum(changes.value), 0) AS net_worth,
        count(*) FILTER (WHERE changes.carried) AS carried,
        bool_or(changes.has_before) AS has_before,
        coalesce(sum(changes.before), 0) AS before,
        coalesce(sum(changes.change), 0) AS change,
        sum(changes.base) AS base,
        coalesce(sum(changes.new), 0) AS new,
        coalesce(sum(changes.gone), 0) AS gone,
        coalesce(sum(changes.missing_change), 0) AS missing_change,
        count(changes.missing_change) FILTER (WHERE changes.value IS NOT NULL) AS missing_before
    FROM asset_changes(%(user_id)s::uuid, %(month)s::date, %(month)s::date) AS changes
    JOIN asset_categories ON asset_categories.id = changes.category_id
    HAVING count(*) > 0
),
absent AS (
    SELECT count(*) AS missing
    FROM missing_assets(%(user_id)s::uuid, %(month)s::date)
)
SELECT
    worth.assets,
    worth.debts,
    worth.net_worth,
    CASE WHEN worth.has_before THEN worth.change END AS change,
    growth_of(worth.change, worth.base) AS change_pct,
    absent.missing,
    worth.carried,
    CASE WHEN worth.has_before THEN worth.before END AS net_worth_before,
    CASE WHEN worth.has_before THEN worth.new END AS new,
    CASE WHEN worth.has_before THEN worth.gone END AS gone,
    CASE WHEN worth.has_before THEN worth.missing_change END AS missing_change,
    worth.missing_before
FROM worth
CROSS JOIN absent
ORDER BY worth.net_worth;
