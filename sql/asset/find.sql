-- asset/find
-- The assets a person can mean by a name, or by the beginning of an id; a name goes before an id.
--
-- param  user_id     uuid
-- param  wanted      text
-- row    id          text
-- row    asset       text
-- row    category    text
-- row    kind        text      asset or liability
-- row    currency    text
-- row    kept_by     text      quantity, or value where that is typed
-- row    closed_on   date?
-- row    last_month  date?     null when it has no value yet
-- row    last_value  numeric?  negative for a debt
-- row    is_named    boolean   false when only the id fits
SELECT
    assets.id::text AS id,
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.kind,
    coalesce(assets.currency, users.base_currency) AS currency,
    coalesce(assets.kept_by, 'value') AS kept_by,
    assets.closed_on,
    newest.period AS last_month,
    newest.total AS last_value,
    folded(assets.asset_name) = folded(%(wanted)s::text) AS is_named
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id
JOIN users ON users.id = assets.user_id
LEFT JOIN LATERAL (
    SELECT
        asset_inputs.period,
        asset_inputs.total
    FROM asset_inputs
    WHERE asset_inputs.user_id = %(user_id)s::uuid AND asset_inputs.asset_id = assets.id
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1
) AS newest ON true
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (
        folded(assets.asset_name) = folded(%(wanted)s::text)
        OR (length(%(wanted)s::text) >= 4 AND starts_with(assets.id::text, lower(%(wanted)s::text)))
    )
ORDER BY is_named DESC, assets.asset_name, assets.id;
