-- report/returns_unknown
-- The assets of a range of which nothing says what was put in, so that nobody can tell what they earned.
--
-- param  user_id         uuid
-- param  first           date     the first month
-- param  last            date     the last one
-- row    asset           text
-- row    category        text     the code
-- row    newest          date     the last month with a value
-- row    has_quantities  boolean  that value or an earlier one has a quantity
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    newest.period AS newest,
    EXISTS (SELECT FROM newest_quantity(%(user_id)s::uuid, assets.id, %(last)s::date)) AS has_quantities
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id AND asset_categories.kind = 'asset'
CROSS JOIN newest_value(%(user_id)s::uuid, assets.id, %(last)s::date) AS newest
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (
        assets.closed_on IS NULL
        OR assets.closed_on >= %(first)s::date
        OR newest.period >= %(first)s::date - interval '1 month'
    )
    AND NOT is_put_in_known(%(user_id)s::uuid, assets.id, %(first)s::date, %(last)s::date)
ORDER BY lower(assets.asset_name), assets.id;
