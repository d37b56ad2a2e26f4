-- demo/add_market_caps
-- Add what whole companies were worth, each column as one list.
--
-- param  user_id     uuid
-- param  asset       text[]     their names
-- param  month       text[]
-- param  market_cap  numeric[]
-- param  source      text[]
INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
SELECT
    %(user_id)s::uuid,
    assets.id,
    year_of(to_date(given.month, 'YYYY-MM')),
    month_of(to_date(given.month, 'YYYY-MM')),
    given.market_cap,
    given.source
FROM unnest(
    %(asset)s::text[],
    %(month)s::text[],
    %(market_cap)s::numeric[],
    %(source)s::text[]
) AS given (asset, month, market_cap, source)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.month, given.asset;
