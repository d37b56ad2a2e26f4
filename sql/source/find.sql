-- source/find
-- The sources a person can mean by a name, or by the beginning of an id; a name goes before an id.
--
-- param  user_id      uuid
-- param  wanted       text
-- row    id           text
-- row    source       text
-- row    currency     text
-- row    account_key  text?    null: of no account that is known
-- row    asset_id     text?
-- row    asset        text?    whose value its balance is
-- row    layout       text?    how its CSV files are read, in JSON
-- row    has_rows     boolean  whether a file has brought any
-- row    is_named     boolean  false when only the id fits
SELECT
    sources.id::text AS id,
    sources.source_name AS source,
    sources.currency,
    sources.account_key,
    sources.asset_id::text AS asset_id,
    assets.asset_name AS asset,
    sources.layout::text AS layout,
    EXISTS (
        SELECT FROM import_rows
        WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.source_id = sources.id
    ) AS has_rows,
    folded(sources.source_name) = folded(%(wanted)s::text) AS is_named
FROM sources
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = sources.asset_id
WHERE
    sources.user_id = %(user_id)s::uuid
    AND (
        folded(sources.source_name) = folded(%(wanted)s::text)
        OR (length(%(wanted)s::text) >= 4 AND starts_with(sources.id::text, lower(%(wanted)s::text)))
    )
ORDER BY is_named DESC, sources.source_name, sources.id;
