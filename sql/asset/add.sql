-- asset/add
-- Add an asset or a debt; no row when there is no such category for the user.
--
-- param  user_id    uuid
-- param  asset      text
-- param  category   text   its code, without regard to case
-- param  ticker     text?
-- param  currency   text?  null for the user's own
-- param  kept_by    text
-- param  locked     boolean
-- row    id         text
-- row    asset      text
-- row    category   text
-- row    kind       text
-- row    ticker     text?
-- row    currency   text
-- row    kept_by    text   quantity, or value where that is typed
-- row    locked     boolean
WITH chosen AS (
    SELECT
        asset_categories.id,
        asset_categories.code,
        asset_categories.kind
    FROM asset_categories
    WHERE
        (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
        AND (
            folded(asset_categories.code) = folded(%(category)s::text)
            OR folded(asset_categories.name) = folded(%(category)s::text)
        )
    ORDER BY folded(asset_categories.code) = folded(%(category)s::text) DESC, asset_categories.code
    LIMIT 1
),
added AS (
    INSERT INTO assets (user_id, category_id, asset_name, ticker, currency, kept_by, locked)
    SELECT
        %(user_id)s::uuid,
        chosen.id,
        %(asset)s::text,
        nullif(%(ticker)s::text, ''),
        %(currency)s::text,
        nullif(%(kept_by)s::text, 'value'),
        %(locked)s::boolean
    FROM chosen
    RETURNING
        assets.id,
        assets.asset_name,
        assets.ticker,
        assets.currency,
        assets.kept_by,
        assets.locked
)
SELECT
    added.id::text AS id,
    added.asset_name AS asset,
    chosen.code AS category,
    chosen.kind,
    added.ticker,
    coalesce(added.currency, users.base_currency) AS currency,
    coalesce(added.kept_by, 'value') AS kept_by,
    added.locked
FROM added
CROSS JOIN chosen
JOIN users ON users.id = %(user_id)s::uuid
ORDER BY added.id;
