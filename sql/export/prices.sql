-- export/prices
-- What one of an asset cost on a day, in its shares of that day.
--
-- param  user_id     uuid
-- param  first       date?    the first month; null for all
-- param  last        date?    the last month
-- row    date        date
-- row    asset       text
-- row    asset_id    text
-- row    price       numeric
-- row    currency    text
-- row    source      text?
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    prices.day AS date,
    assets.asset_name AS asset,
    prices.asset_id::text AS asset_id,
    prices.price,
    prices.currency,
    prices.source,
    prices.id::text AS id,
    to_char(prices.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(prices.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM prices
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = prices.asset_id
WHERE
    prices.user_id = %(user_id)s::uuid
    AND prices.day BETWEEN coalesce(%(first)s::date, '2000-01-01')
    AND end_of_month(coalesce(%(last)s::date, '2100-12-01'))
ORDER BY
    prices.day,
    assets.asset_name COLLATE "C",
    prices.id;
