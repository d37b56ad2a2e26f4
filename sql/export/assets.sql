-- export/assets
-- What a user owns and owes, or did.
--
-- param  user_id               uuid
-- row    asset                 text
-- row    category              text
-- row    ticker                text?
-- row    currency              text?     null for the user's
-- row    market_cap            numeric?
-- row    market_cap_source     text?
-- row    market_cap_synced_at  text?
-- row    sub_target            numeric?
-- row    kept_by               text?     quantity; null where its value is typed
-- row    locked                boolean
-- row    closed                date?
-- row    id                    text
-- row    created_at            text
-- row    updated_at            text
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    assets.ticker,
    assets.currency,
    assets.market_cap,
    assets.market_cap_source,
    to_char(assets.market_cap_synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS market_cap_synced_at,
    assets.sub_target_pct AS sub_target,
    assets.kept_by,
    assets.locked,
    assets.closed_on AS closed,
    assets.id::text AS id,
    to_char(assets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(assets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE assets.user_id = %(user_id)s::uuid
ORDER BY
    assets.asset_name COLLATE "C",
    assets.id;
