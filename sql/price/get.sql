-- price/get
-- The price of one asset on one day, in the shares of today.
--
-- param  user_id   uuid
-- param  id        uuid     of the asset
-- param  date      date
-- row    date      date
-- row    price     numeric
-- row    currency  text
SELECT
    prices.day AS date,
    trim_scale(round(restated(prices.price, split.denominator, split.numerator), 18)) AS price,
    prices.currency
FROM prices
CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, %(id)s::uuid, %(date)s::date, 'infinity') AS split
WHERE
    prices.user_id = %(user_id)s::uuid
    AND prices.asset_id = %(id)s::uuid
    AND prices.day = %(date)s::date
ORDER BY prices.day;
