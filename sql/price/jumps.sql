-- price/jumps
-- Prices that would be so many times as much as their neighbour in time, or as little, in the shares of today.
-- One of the two is the file's. A price that is replaced is compared with what it replaces, too.
--
-- needs  price/stage
-- param  user_id       uuid
-- param  factor        integer
-- row    asset         text
-- row    before_date   date
-- row    before_price  numeric
-- row    date          date
-- row    price         numeric
WITH since AS (
    SELECT
        begins.asset_id,
        begins.day AS first_day,
        lead(begins.day) OVER (PARTITION BY begins.asset_id ORDER BY begins.day) AS next_day,
        split.numerator,
        split.denominator
    FROM (
        SELECT
            splits.asset_id,
            splits.day
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid
        UNION
        SELECT
            splits.asset_id,
            '-infinity'::date AS day
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid
    ) AS begins
    CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, begins.asset_id, begins.day, 'infinity') AS split
),
series AS (
    SELECT
        staged.asset_id,
        staged.day,
        CASE WHEN staged.outcome = 'kept' THEN staged.on_record ELSE staged.of_today END AS price,
        staged.outcome IN ('added', 'replaced') AS is_new
    FROM staged_prices AS staged
    WHERE staged.outcome <> 'repeated'
    UNION ALL
    SELECT
        prices.asset_id,
        prices.day,
        CASE WHEN split.numerator IS NULL THEN prices.price
            ELSE restated(prices.price, split.denominator, split.numerator) END AS price,
        false AS is_new
    FROM prices
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = prices.asset_id
    JOIN users ON users.id = assets.user_id
    LEFT JOIN since AS split
        ON split.asset_id = prices.asset_id
        AND prices.day >= split.first_day
        AND prices.day < coalesce(split.next_day, 'infinity')
    WHERE
        prices.user_id = %(user_id)s::uuid
        AND prices.currency = coalesce(assets.currency, users.base_currency)
        AND prices.asset_id IN (
            SELECT staged_prices.asset_id
            FROM staged_prices
        )
        AND NOT EXISTS (
            SELECT
            FROM staged_prices AS told
            WHERE told.asset_id = prices.asset_id AND told.day = prices.day
        )
),
pairs AS (
    SELECT
        series.asset_id,
        series.day,
        series.price,
        lag(series.day) OVER by_day AS before_day,
        lag(series.price) OVER by_day AS before_price,
        series.is_new OR lag(series.is_new) OVER by_day AS is_new
    FROM series
    WINDOW by_day AS (PARTITION BY series.asset_id ORDER BY series.day)
    UNION ALL
    SELECT
        staged.asset_id,
        staged.day,
        staged.of_today AS price,
        staged.day AS before_day,
        staged.on_record AS before_price,
        true AS is_new
    FROM staged_prices AS staged
    WHERE staged.outcome = 'replaced'
)
SELECT
    assets.asset_name AS asset,
    pairs.before_day AS before_date,
    trim_scale(round(pairs.before_price, 18)) AS before_price,
    pairs.day AS date,
    trim_scale(round(pairs.price, 18)) AS price
FROM pairs
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = pairs.asset_id
WHERE
    pairs.is_new
    AND (
        pairs.price >= %(factor)s::integer * pairs.before_price
        OR pairs.before_price >= %(factor)s::integer * pairs.price
    )
ORDER BY lower(assets.asset_name), pairs.asset_id, pairs.day, pairs.before_day;
