-- marketcap/staged_assets
-- The assets that a file gives market caps of.
--
-- needs  marketcap/stage
-- param  user_id  uuid
-- row    id       text
SELECT assets.id::text AS id
FROM assets
WHERE
    assets.user_id = %(user_id)s::uuid
    AND folded(assets.asset_name) IN (SELECT staged_market_caps.folded FROM staged_market_caps)
ORDER BY assets.id;
