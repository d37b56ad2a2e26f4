-- report/networth_missing
-- The assets that a month has no value of, with the newest value before it.
--
-- param  user_id     uuid
-- param  month       date
-- row    asset       text
-- row    last_month  date?  null when there is nothing to carry
SELECT
    assets.asset_name AS asset,
    before.period AS last_month
FROM missing_assets(%(user_id)s::uuid, %(month)s::date) AS missing
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = missing.asset_id
LEFT JOIN newest_value(%(user_id)s::uuid, missing.asset_id, %(month)s::date - 1) AS before ON true
ORDER BY lower(assets.asset_name), assets.id;
