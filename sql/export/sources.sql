-- export/sources
-- The accounts and files that bank rows come from.
--
-- param  user_id     uuid
-- row    source      text
-- row    currency    text
-- row    account     text?
-- row    asset       text?
-- row    asset_id    text?
-- row    has_ids     boolean?
-- row    layout      text?     of its CSV files, as JSON
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    sources.source_name AS source,
    sources.currency,
    sources.account_key AS account,
    assets.asset_name AS asset,
    sources.asset_id::text AS asset_id,
    sources.has_ids,
    sources.layout::text AS layout,
    sources.id::text AS id,
    to_char(sources.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(sources.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM sources
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = sources.asset_id
WHERE sources.user_id = %(user_id)s::uuid
ORDER BY
    sources.source_name COLLATE "C",
    sources.id;
