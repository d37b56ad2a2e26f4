-- asset/edit
-- Change what is known of an asset; null leaves a thing as it is, an empty ticker takes it away.
--
-- param  user_id    uuid
-- param  id         uuid
-- param  asset      text?
-- param  category   text?  a code or name
-- param  ticker     text?
-- param  currency   text?
-- param  kept_by    text?
-- param  locked     boolean?
-- row    id         text
-- row    asset      text
-- row    category   text
-- row    kind       text
-- row    ticker     text?
-- row    currency   text
-- row    kept_by    text   quantity, or value where that is typed
-- row    locked     boolean
WITH chosen AS (
    SELECT asset_categories.id
    FROM asset_categories
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
    WHERE
        (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
        AND (
            folded(asset_categories.code) = folded(%(category)s::text)
            OR folded(asset_categories.name) = folded(%(category)s::text)
            OR (%(category)s::text IS NULL AND asset_categories.id = assets.category_id)
        )
    ORDER BY folded(asset_categories.code) = folded(%(category)s::text) DESC, asset_categories.code
    LIMIT 1
),
edited AS (
    UPDATE assets
    SET
        asset_name = coalesce(%(asset)s::text, assets.asset_name),
        category_id = chosen.id,
        ticker = nullif(coalesce(%(ticker)s::text, assets.ticker), ''),
        currency = coalesce(%(currency)s::text, assets.currency),
        kept_by = nullif(coalesce(%(kept_by)s::text, assets.kept_by), 'value'),
        locked = coalesce(%(locked)s::boolean, assets.locked)
    FROM chosen
    WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
    RETURNING
        assets.id,
        assets.asset_name,
        assets.category_id,
        assets.ticker,
        assets.currency,
        assets.kept_by,
        assets.locked
)
SELECT
    edited.id::text AS id,
    edited.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.kind,
    edited.ticker,
    coalesce(edited.currency, users.base_currency) AS currency,
    coalesce(edited.kept_by, 'value') AS kept_by,
    edited.locked
FROM edited
JOIN asset_categories ON asset_categories.id = edited.category_id
JOIN users ON users.id = %(user_id)s::uuid
ORDER BY edited.id;
