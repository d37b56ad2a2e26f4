-- price/write
-- Record the prices of a file that are decided, and count what became of them, asset by asset.
--
-- needs  price/stage
-- param  user_id     uuid
-- row    asset       text
-- row    currency    text
-- row    added       bigint
-- row    replaced    bigint
-- row    unchanged   bigint
-- row    kept        bigint   as they are on record, where the file has another
-- row    first_date  date     of the file's
-- row    last_date   date
-- row    last_price  numeric  of that day on record then, in the shares of today
WITH written AS (
    INSERT INTO prices (user_id, asset_id, day, price, currency, source)
    SELECT
        %(user_id)s::uuid,
        staged.asset_id,
        staged.day,
        staged.of_its_day,
        coalesce(assets.currency, users.base_currency),
        staged.source
    FROM staged_prices AS staged
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = staged.asset_id
    JOIN users ON users.id = assets.user_id
    WHERE staged.outcome IN ('added', 'replaced')
    ORDER BY staged.asset_id, staged.day
    ON CONFLICT (user_id, asset_id, day) DO UPDATE SET
        price = excluded.price,
        currency = excluded.currency,
        source = excluded.source
)
SELECT
    assets.asset_name AS asset,
    coalesce(assets.currency, users.base_currency) AS currency,
    count(*) FILTER (WHERE staged.outcome = 'added') AS added,
    count(*) FILTER (WHERE staged.outcome = 'replaced') AS replaced,
    count(*) FILTER (WHERE staged.outcome = 'unchanged') AS unchanged,
    count(*) FILTER (WHERE staged.outcome = 'kept') AS kept,
    min(staged.day) AS first_date,
    max(staged.day) AS last_date,
    trim_scale(round((array_agg(
        CASE WHEN staged.outcome IN ('added', 'replaced') THEN staged.of_today ELSE staged.on_record END
        ORDER BY staged.day DESC, staged.line
    ))[1], 18)) AS last_price
FROM staged_prices AS staged
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = staged.asset_id
JOIN users ON users.id = assets.user_id
WHERE staged.outcome <> 'repeated'
GROUP BY assets.id, assets.asset_name, assets.currency, users.base_currency
ORDER BY lower(assets.asset_name), assets.id;
