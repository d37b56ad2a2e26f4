-- books/write_assets
-- Write the assets of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO assets (
    user_id, id, category_id, asset_name, ticker, currency, market_cap, market_cap_source,
    market_cap_synced_at, sub_target_pct, kept_by, locked, closed_on, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    asset_categories.id,
    said.asset,
    said.ticker,
    said.currency,
    said.market_cap,
    said.market_cap_source,
    said.market_cap_synced_at,
    said.sub_target,
    said.kept_by,
    said.locked,
    said.closed,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, asset text, category text, ticker text, currency text, market_cap numeric, market_cap_source text,
    market_cap_synced_at timestamptz, sub_target numeric, kept_by text, locked boolean, closed date,
    created_at timestamptz, updated_at timestamptz
)
JOIN asset_categories
    ON asset_categories.code = said.category
    AND (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
WHERE
    staged.table_name = 'assets'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    asset_name = excluded.asset_name,
    ticker = excluded.ticker,
    currency = excluded.currency,
    market_cap = excluded.market_cap,
    market_cap_source = excluded.market_cap_source,
    market_cap_synced_at = excluded.market_cap_synced_at,
    sub_target_pct = excluded.sub_target_pct,
    kept_by = excluded.kept_by,
    locked = excluded.locked,
    closed_on = excluded.closed_on;
