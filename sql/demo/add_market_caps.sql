-- demo/add_market_caps
-- Add what whole companies were worth, each column as one list.
--
-- param  user_id     uuid
-- param  asset       text[]  their names
-- param  month       date[]
-- param  market_cap  numeric[]
-- param  source      text    of all of them
INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
SELECT
    %(user_id)s::uuid,
    assets.id,
    extract(YEAR FROM given.month)::integer,
    extract(MONTH FROM given.month)::integer,
    given.market_cap,
    %(source)s::text
FROM unnest(
    %(asset)s::text[],
    %(month)s::date[],
    %(market_cap)s::numeric[]
) AS given (asset, month, market_cap)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.month, given.asset;
