-- targets/weigh
-- What share of a category each of its assets has by market capitalisation, as of a month.
-- Each by its newest market cap up to that month; those without one have no share.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  month        date
-- row    asset_id     text
-- row    asset        text
-- row    market_cap   numeric?  null where none is on record
-- row    month        date?     which month's it is
-- row    share        numeric?
WITH newest AS (
    SELECT
        assets.id,
        assets.asset_name,
        kept.market_cap,
        kept.period
    FROM assets
    LEFT JOIN LATERAL (
        SELECT
            market_cap_history.market_cap,
            market_cap_history.period
        FROM market_cap_history
        WHERE
            market_cap_history.user_id = %(user_id)s::uuid
            AND market_cap_history.asset_id = assets.id
            AND market_cap_history.period <= %(month)s::date
        ORDER BY market_cap_history.year DESC, market_cap_history.month DESC
        LIMIT 1
    ) AS kept ON kept.market_cap > 0
    WHERE
        assets.user_id = %(user_id)s::uuid
        AND assets.category_id = %(category_id)s::uuid
        AND (assets.closed_on IS NULL OR assets.closed_on > %(month)s::date)
),
placed AS (
    SELECT
        newest.id,
        newest.asset_name,
        newest.market_cap,
        newest.period,
        row_number() OVER (ORDER BY newest.market_cap DESC NULLS LAST, lower(newest.asset_name)) AS place
    FROM newest
),
weights AS (
    SELECT shares_of(array_agg(placed.market_cap ORDER BY placed.place)) AS shares
    FROM placed
)
SELECT
    placed.id::text AS asset_id,
    placed.asset_name AS asset,
    placed.market_cap,
    placed.period AS month,
    weights.shares[placed.place] AS share
FROM placed
CROSS JOIN weights
ORDER BY placed.place;
