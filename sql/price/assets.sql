-- price/assets
-- Every asset with what a file of prices may call it.
--
-- param  user_id    uuid
-- row    id         text
-- row    asset      text
-- row    ticker     text?
-- row    currency   text
-- row    kept_by    text   quantity, or value where that is typed
-- row    closed_on  date?
SELECT
    assets.id::text AS id,
    assets.asset_name AS asset,
    assets.ticker,
    coalesce(assets.currency, users.base_currency) AS currency,
    coalesce(assets.kept_by, 'value') AS kept_by,
    assets.closed_on
FROM assets
JOIN users ON users.id = assets.user_id
WHERE assets.user_id = %(user_id)s::uuid
ORDER BY lower(assets.asset_name), assets.id;
