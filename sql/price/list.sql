-- price/list
-- Recorded prices, newest day first, in the shares of today.
--
-- param  user_id   uuid
-- param  first     date?    the first month; null for all
-- param  last      date?    the last month
-- param  asset_id  uuid?    one asset; null for every asset
-- row    date      date
-- row    asset     text
-- row    price     numeric
-- row    currency  text
-- row    source    text?
-- row    id        text
SELECT
    prices.day AS date,
    assets.asset_name AS asset,
    CASE WHEN split.numerator IS NULL THEN prices.price
        ELSE trim_scale(round(restated(prices.price, split.denominator, split.numerator), 18)) END AS price,
    prices.currency,
    prices.source,
    prices.id::text AS id
FROM prices
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = prices.asset_id
LEFT JOIN LATERAL (
    SELECT
        since.numerator,
        since.denominator
    FROM splits_between(%(user_id)s::uuid, prices.asset_id, prices.day, 'infinity') AS since
    WHERE prices.asset_id IN (
        SELECT splits.asset_id
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid
    )
) AS split ON true
WHERE
    prices.user_id = %(user_id)s::uuid
    AND prices.day BETWEEN coalesce(%(first)s::date, '2000-01-01')
    AND end_of_month(coalesce(%(last)s::date, '2100-12-01'))
    AND (%(asset_id)s::uuid IS NULL OR prices.asset_id = %(asset_id)s::uuid)
ORDER BY
    prices.day DESC,
    lower(assets.asset_name),
    prices.id;
