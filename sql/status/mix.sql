-- status/mix
-- The categories further from their target in a month than they may be, the furthest first.
--
-- param  user_id    uuid
-- param  month      date
-- param  points     numeric?  how far a share may be from its target
-- param  of_target  numeric?  the same as a part of the target; the closer of both counts
-- row    category   text      the code
-- row    name       text
-- row    drift      numeric   what its share is beyond the target, as report/allocation measures it
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    mix.share_within - mix.target AS drift
FROM category_mix(%(user_id)s::uuid, %(month)s::date) AS mix
JOIN asset_categories ON asset_categories.id = mix.category_id
WHERE abs(mix.share_within - mix.target) > least(%(points)s::numeric, %(of_target)s::numeric * mix.target)
ORDER BY
    abs(mix.share_within - mix.target) DESC,
    asset_categories.code;
