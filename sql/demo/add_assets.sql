-- demo/add_assets
-- Add assets and debts, each column as one list.
--
-- param  user_id   uuid
-- param  asset     text[]
-- param  category  text[]     codes of built-in categories
-- param  ticker    text[]     null for none, as in the lists below
-- param  currency  text[]     the user's own is kept as none
-- param  closed    text[]     months
-- param  kept_by   text[]     quantity or value
-- param  locked    boolean[]
INSERT INTO assets (user_id, category_id, asset_name, ticker, currency, closed_on, kept_by, locked)
SELECT
    users.id,
    asset_categories.id,
    given.asset,
    given.ticker,
    nullif(given.currency, users.base_currency),
    to_date(given.closed, 'YYYY-MM'),
    nullif(given.kept_by, 'value'),
    given.locked
FROM unnest(
    %(asset)s::text[],
    %(category)s::text[],
    %(ticker)s::text[],
    %(currency)s::text[],
    %(closed)s::text[],
    %(kept_by)s::text[],
    %(locked)s::boolean[]
) AS given (asset, category, ticker, currency, closed, kept_by, locked)
JOIN users ON users.id = %(user_id)s::uuid
JOIN asset_categories
    ON asset_categories.code = given.category
    AND asset_categories.user_id IS NULL
ORDER BY given.asset;
