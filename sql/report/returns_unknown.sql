-- report/returns_unknown
-- The assets of a range that no contribution is on record of, so that nobody can tell what they earned.
--
-- param  user_id   uuid
-- param  first     date  the first month
-- param  last      date  the last one
-- row    asset     text
-- row    category  text  the code
-- row    newest    date  the last month with a value
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    max(inputs.period) AS newest
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id AND asset_categories.kind = 'asset'
JOIN asset_inputs AS inputs ON inputs.user_id = assets.user_id AND inputs.asset_id = assets.id
WHERE assets.user_id = %(user_id)s::uuid AND inputs.period <= %(last)s::date
GROUP BY assets.id, assets.asset_name, assets.closed_on, asset_categories.code
HAVING
    count(inputs.contribution) = 0
    AND (
        assets.closed_on IS NULL
        OR assets.closed_on >= %(first)s::date
        OR max(inputs.period) >= %(first)s::date - interval '1 month'
    )
ORDER BY lower(assets.asset_name), assets.id;
