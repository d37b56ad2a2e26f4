-- import/sources
-- The accounts at banks that files may be of, with what a file must agree with.
--
-- param  user_id      uuid
-- row    id           text
-- row    source       text
-- row    currency     text
-- row    account_key  text?
-- row    has_ids      boolean?
-- row    layout       text?     how its CSV files are read, in JSON
-- row    asset_id     text?
-- row    asset        text?     whose value its balance is
-- row    is_debt      boolean   whether that is what is owed
-- row    closed_on    date?     from when on that has no values
SELECT
    sources.id::text AS id,
    sources.source_name AS source,
    sources.currency,
    sources.account_key,
    sources.has_ids,
    sources.layout::text AS layout,
    sources.asset_id::text AS asset_id,
    assets.asset_name AS asset,
    coalesce(asset_categories.kind = 'liability', false) AS is_debt,
    assets.closed_on
FROM sources
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = sources.asset_id
LEFT JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE sources.user_id = %(user_id)s::uuid
ORDER BY folded(sources.source_name), sources.id;
