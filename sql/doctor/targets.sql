-- doctor/targets
-- The sets of a user whose target shares sum to more than the whole.
--
-- param  user_id    uuid
-- row    since      date
-- row    category   text?    whose assets have too much; null for the categories themselves
-- row    total      numeric
SELECT
    min(category_allocation_targets.period) AS since,
    NULL::text AS category,
    sum(category_allocation_targets.target_pct) AS total
FROM category_allocation_targets
WHERE category_allocation_targets.user_id = %(user_id)s::uuid
GROUP BY
    category_allocation_targets.year,
    category_allocation_targets.month
HAVING sum(category_allocation_targets.target_pct) > 1
UNION ALL
SELECT
    min(asset_targets.period) AS since,
    min(asset_categories.code) AS category,
    sum(asset_targets.target_pct) AS total
FROM asset_targets
JOIN assets ON assets.user_id = asset_targets.user_id AND assets.id = asset_targets.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE
    asset_targets.user_id = %(user_id)s::uuid
    AND assets.user_id = %(user_id)s::uuid
GROUP BY
    asset_targets.year,
    asset_targets.month,
    assets.category_id
HAVING sum(asset_targets.target_pct) > 1
ORDER BY
    since,
    category;
