-- demo/add_prices
-- Add what one of an asset cost on a day, each column as one list.
--
-- param  user_id   uuid
-- param  asset     text[]     their names
-- param  date      date[]
-- param  price     numeric[]
-- param  currency  text[]
-- param  source    text[]
INSERT INTO prices (user_id, asset_id, day, price, currency, source)
SELECT
    %(user_id)s::uuid,
    assets.id,
    given.date,
    given.price,
    given.currency,
    given.source
FROM unnest(
    %(asset)s::text[],
    %(date)s::date[],
    %(price)s::numeric[],
    %(currency)s::text[],
    %(source)s::text[]
) AS given (asset, date, price, currency, source)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.date, given.asset;
