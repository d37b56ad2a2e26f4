-- report/allocation_totals
-- All assets in a month and the sum of the targets of its time; no row for a month without values.
--
-- param  user_id       uuid
-- param  month         date
-- row    value         numeric
-- row    value_before  numeric?  in the month before
-- row    target        numeric?  null where no targets are in force
-- row    first_month   date?     from which on they are
-- row    base          numeric   what drifts are measured in: what has targets where they sum to 1, else all assets
-- row    untargeted    numeric   what is in categories without a target
-- row    missing       bigint    assets that this month has no value of
-- row    carried       bigint    values copied forward
WITH worth AS (
    SELECT
        asset_worth.category_id,
        asset_worth.total,
        asset_worth.carried
    FROM asset_worth
    WHERE
        asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = year_of(%(month)s::date)
        AND asset_worth.month = month_of(%(month)s::date)
),
before AS MATERIALIZED (  -- once, and not for each asset
    SELECT sum(asset_worth.total) AS value
    FROM asset_worth
    WHERE
        asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = year_of(%(month)s::date - 1)
        AND asset_worth.month = month_of(%(month)s::date - 1)
),
targets AS (
    SELECT
        spans.category_id,
        spans.target_pct,
        spans.first_month
    FROM category_target_spans AS spans
    WHERE
        spans.user_id = %(user_id)s::uuid
        AND spans.first_month <= %(month)s::date
        AND coalesce(spans.next_month > %(month)s::date, true)
),
absent AS MATERIALIZED (
    SELECT count(*) AS missing
    FROM missing_assets(%(user_id)s::uuid, %(month)s::date) AS missing
    JOIN asset_categories ON asset_categories.id = missing.category_id
    WHERE asset_categories.kind = 'asset'
)
SELECT
    sum(worth.total) AS value,
    before.value AS value_before,
    (SELECT sum(targets.target_pct) FROM targets) AS target,
    (SELECT max(targets.first_month) FROM targets) AS first_month,
    coalesce(
        CASE
            WHEN (SELECT sum(targets.target_pct) FROM targets) >= 1
            THEN sum(worth.total) FILTER (WHERE targets.category_id IS NOT NULL)
            ELSE sum(worth.total)
        END,
        0
    ) AS base,
    coalesce(sum(worth.total) FILTER (WHERE targets.category_id IS NULL), 0) AS untargeted,
    absent.missing,
    count(*) FILTER (WHERE worth.carried) AS carried
FROM worth
CROSS JOIN before
CROSS JOIN absent
LEFT JOIN targets ON targets.category_id = worth.category_id
GROUP BY before.value, absent.missing
ORDER BY before.value;
