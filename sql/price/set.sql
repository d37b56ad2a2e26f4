-- price/set
-- Record what one of an asset cost on a day, in place of an earlier price of that day.
--
-- param  user_id         uuid
-- param  id              uuid      of the asset
-- param  date            date
-- param  price           numeric   in the shares of today
-- param  source          text?
-- row    asset           text
-- row    date            date
-- row    price           numeric
-- row    currency        text
-- row    source          text?
-- row    previous_price  numeric?  what the day held before
-- row    last_price      numeric?  on the last day before that has one
WITH asset AS (
    SELECT
        assets.id,
        assets.asset_name,
        coalesce(assets.currency, users.base_currency) AS currency,
        split.numerator,
        split.denominator
    FROM assets
    JOIN users ON users.id = assets.user_id
    CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, assets.id, %(date)s::date, 'infinity') AS split
    WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
),
earlier AS (
    SELECT
        prices.day,
        prices.price
    FROM prices
    CROSS JOIN asset
    WHERE
        prices.user_id = %(user_id)s::uuid
        AND prices.asset_id = %(id)s::uuid
        AND prices.day <= %(date)s::date
        AND prices.currency = asset.currency
    ORDER BY prices.day DESC
    LIMIT 2
),
written AS (
    INSERT INTO prices (user_id, asset_id, day, price, currency, source)
    SELECT
        %(user_id)s::uuid,
        asset.id,
        %(date)s::date,
        restated(%(price)s::numeric, asset.numerator, asset.denominator),
        asset.currency,
        %(source)s::text
    FROM asset
    ON CONFLICT (user_id, asset_id, day) DO UPDATE SET
        price = excluded.price,
        currency = excluded.currency,
        source = excluded.source
    RETURNING
        prices.day,
        prices.currency,
        prices.source
)
SELECT
    asset.asset_name AS asset,
    written.day AS date,
    %(price)s::numeric AS price,
    written.currency,
    written.source,
    (
        SELECT trim_scale(round(restated(earlier.price, asset.denominator, asset.numerator), 18))
        FROM earlier
        WHERE earlier.day = %(date)s::date
    ) AS previous_price,
    (
        SELECT trim_scale(round(restated(earlier.price, split.denominator, split.numerator), 18))
        FROM earlier
        CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, %(id)s::uuid, earlier.day, 'infinity') AS split
        WHERE earlier.day < %(date)s::date
        ORDER BY earlier.day DESC
        LIMIT 1
    ) AS last_price
FROM written
CROSS JOIN asset
ORDER BY written.day;
