-- price/neighbours
-- The prices of an asset around a day: the last before it, its own and the first after it, in the shares of today.
--
-- param  user_id  uuid
-- param  id       uuid     of the asset
-- param  date     date
-- row    date     date
-- row    price    numeric
WITH asset AS (
    SELECT coalesce(assets.currency, users.base_currency) AS currency
    FROM assets
    JOIN users ON users.id = assets.user_id
    WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
),
around AS (
    (
        SELECT
            prices.day,
            prices.price
        FROM prices
        WHERE
            prices.user_id = %(user_id)s::uuid
            AND prices.asset_id = %(id)s::uuid
            AND prices.day < %(date)s::date
            AND prices.currency = (SELECT asset.currency FROM asset)
        ORDER BY prices.day DESC
        LIMIT 1
    )
    UNION ALL
    SELECT
        prices.day,
        prices.price
    FROM prices
    WHERE
        prices.user_id = %(user_id)s::uuid
        AND prices.asset_id = %(id)s::uuid
        AND prices.day = %(date)s::date
        AND prices.currency = (SELECT asset.currency FROM asset)
    UNION ALL
    (
        SELECT
            prices.day,
            prices.price
        FROM prices
        WHERE
            prices.user_id = %(user_id)s::uuid
            AND prices.asset_id = %(id)s::uuid
            AND prices.day > %(date)s::date
            AND prices.currency = (SELECT asset.currency FROM asset)
        ORDER BY prices.day
        LIMIT 1
    )
)
SELECT
    around.day AS date,
    trim_scale(round(restated(around.price, split.denominator, split.numerator), 18)) AS price
FROM around
CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, %(id)s::uuid, around.day, 'infinity') AS split
ORDER BY around.day;
