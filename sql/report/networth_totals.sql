-- report/networth_totals
-- Assets, debts and net worth in a month, beside the month before; no row for a month without values.
--
-- param  user_id     uuid
-- param  month       date
-- row    assets      numeric
-- row    debts       numeric   negative
-- row    net_worth   numeric
-- row    change      numeric?  null when the month before holds nothing
-- row    change_pct  numeric?  as a fraction of the month before
-- row    missing     bigint    assets that this month has no value of
-- row    carried     bigint    values copied forward
WITH present AS (
    SELECT
        coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'asset'), 0) AS assets,
        coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'liability'), 0) AS debts,
        sum(asset_inputs.total) AS net_worth,
        count(*) FILTER (WHERE asset_inputs.carried) AS carried
    FROM asset_inputs
    JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.id = asset_inputs.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = year_of(%(month)s::date)
        AND asset_inputs.month = month_of(%(month)s::date)
    HAVING count(*) > 0
),
before AS (
    SELECT networth_materialized.net_worth
    FROM networth_materialized
    WHERE
        networth_materialized.user_id = %(user_id)s::uuid
        AND networth_materialized.year = year_of(%(month)s::date - 1)
        AND networth_materialized.month = month_of(%(month)s::date - 1)
),
absent AS (
    SELECT count(*) AS missing
    FROM missing_assets(%(user_id)s::uuid, %(month)s::date)
)
SELECT
    present.assets,
    present.debts,
    present.net_worth,
    present.net_worth - before.net_worth AS change,
    growth_of(present.net_worth - before.net_worth, before.net_worth) AS change_pct,
    absent.missing,
    present.carried
FROM present
CROSS JOIN absent
LEFT JOIN before ON true
ORDER BY present.net_worth;
