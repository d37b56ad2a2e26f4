-- doctor/networth
-- The months of a user whose kept net worth is not what the values of that month sum to.
--
-- param  user_id    uuid
-- row    month      date
-- row    kept       numeric?  null where no row is kept
-- row    sum        numeric?  null where there are no values
-- row    counted    bigint    values that the kept row counts
-- row    snapshots  bigint    values there are
WITH sums AS (
    SELECT
        asset_inputs.year,
        asset_inputs.month,
        sum(asset_inputs.total) AS total,
        count(*) AS snapshots
    FROM asset_inputs
    WHERE asset_inputs.user_id = %(user_id)s::uuid
    GROUP BY
        asset_inputs.year,
        asset_inputs.month
),
kept AS (
    SELECT
        networth_materialized.year,
        networth_materialized.month,
        networth_materialized.net_worth,
        networth_materialized.snapshots
    FROM networth_materialized
    WHERE networth_materialized.user_id = %(user_id)s::uuid
)
SELECT
    make_date(coalesce(sums.year, kept.year), coalesce(sums.month, kept.month), 1) AS month,
    kept.net_worth::numeric AS kept,
    sums.total AS sum,
    coalesce(kept.snapshots, 0)::bigint AS counted,
    coalesce(sums.snapshots, 0) AS snapshots
FROM sums
FULL JOIN kept ON kept.year = sums.year AND kept.month = sums.month
WHERE (kept.net_worth, kept.snapshots) IS DISTINCT FROM (sums.total, sums.snapshots)
ORDER BY month;
