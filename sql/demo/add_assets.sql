-- demo/add_assets
-- Add assets and debts, each column as one list.
--
-- param  user_id         uuid
-- param  asset           text[]
-- param  category        text[]  codes of built-in categories
-- param  ticker          text[]  null for none, as in the lists below
-- param  currency        text[]
-- param  market_cap      numeric[]
-- param  sub_target_pct  numeric[]
-- param  closed_on       date[]
-- param  source          text    where the market caps come from
-- param  synced_at       date    when they were looked up
INSERT INTO assets (
    user_id, category_id, asset_name, ticker, currency,
    market_cap, market_cap_source, market_cap_synced_at, sub_target_pct, closed_on
)
SELECT
    %(user_id)s::uuid,
    asset_categories.id,
    given.asset,
    given.ticker,
    given.currency,
    given.market_cap,
    CASE WHEN given.market_cap IS NOT NULL THEN %(source)s::text END,
    CASE WHEN given.market_cap IS NOT NULL THEN %(synced_at)s::date END,
    given.sub_target_pct,
    given.closed_on
FROM unnest(
    %(asset)s::text[],
    %(category)s::text[],
    %(ticker)s::text[],
    %(currency)s::text[],
    %(market_cap)s::numeric[],
    %(sub_target_pct)s::numeric[],
    %(closed_on)s::date[]
) AS given (asset, category, ticker, currency, market_cap, sub_target_pct, closed_on)
JOIN asset_categories
    ON asset_categories.code = given.category
    AND asset_categories.user_id IS NULL
ORDER BY given.asset;
