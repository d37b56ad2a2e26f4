-- import/currencies
-- The currency of each asset, which a file of values need not name.
--
-- param  user_id   uuid
-- row    asset     text
-- row    currency  text
SELECT
    assets.asset_name AS asset,
    coalesce(assets.currency, users.base_currency) AS currency
FROM assets
JOIN users ON users.id = assets.user_id
WHERE assets.user_id = %(user_id)s::uuid
ORDER BY assets.asset_name, assets.id;
