-- export/market_caps
-- The market capitalisations of months.
--
-- param  user_id     uuid
-- param  first       date?    the first month; null for all
-- param  last        date?    the last month
-- row    month       date
-- row    asset       text
-- row    asset_id    text
-- row    market_cap  numeric
-- row    source      text
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    market_cap_history.period AS month,
    assets.asset_name AS asset,
    market_cap_history.asset_id::text AS asset_id,
    market_cap_history.market_cap,
    market_cap_history.source,
    market_cap_history.id::text AS id,
    to_char(market_cap_history.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(market_cap_history.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM market_cap_history
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = market_cap_history.asset_id
WHERE
    market_cap_history.user_id = %(user_id)s::uuid
    AND (market_cap_history.year, market_cap_history.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    market_cap_history.year,
    market_cap_history.month,
    assets.asset_name COLLATE "C",
    market_cap_history.id;
