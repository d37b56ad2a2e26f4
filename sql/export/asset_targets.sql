-- export/asset_targets
-- The targets of assets within their categories, by the month of their set.
--
-- param  user_id     uuid
-- param  first       date?    the first month; null for all
-- param  last        date?    the last month
-- row    month       date
-- row    asset       text
-- row    asset_id    text
-- row    target      numeric  a fraction of the category
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    asset_targets.period AS month,
    assets.asset_name AS asset,
    asset_targets.asset_id::text AS asset_id,
    asset_targets.target_pct AS target,
    asset_targets.id::text AS id,
    to_char(asset_targets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(asset_targets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM asset_targets
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_targets.asset_id
WHERE
    asset_targets.user_id = %(user_id)s::uuid
    AND (asset_targets.year, asset_targets.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    asset_targets.year,
    asset_targets.month,
    assets.asset_name COLLATE "C",
    asset_targets.id;
