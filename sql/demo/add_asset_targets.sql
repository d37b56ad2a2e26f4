-- demo/add_asset_targets
-- Add the shares of their categories that assets should have, each column as one list.
--
-- param  user_id     uuid
-- param  asset       text[]  their names
-- param  target_pct  numeric[]
INSERT INTO asset_targets (user_id, asset_id, target_pct)
SELECT
    %(user_id)s::uuid,
    assets.id,
    given.target_pct
FROM unnest(%(asset)s::text[], %(target_pct)s::numeric[]) AS given (asset, target_pct)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.asset;
