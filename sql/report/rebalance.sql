-- report/rebalance
-- The categories with a target in a month, and what of each a plan may move.
-- What is locked, closed, or without a part where others of the category have one, stays as it is, and so
-- does a category whose open assets are all locked.
--
-- param  user_id          uuid
-- param  month            date
-- row    id               text      of the category
-- row    category         text      the code
-- row    name             text
-- row    asset            text?     always null
-- row    value            numeric   zero where the month holds none
-- row    kept             numeric   what of it stays as it is
-- row    moves            boolean   whether the rest may be sold, and more be bought
-- row    part             numeric   of what its category may move: here 1
-- row    category_value   numeric
-- row    category_target  numeric
-- row    base             numeric   what drifts are measured in: what has targets, or all assets
-- row    share            numeric?  of all assets
-- row    share_within     numeric?  of the base
-- row    target_before    numeric?  of the same
-- row    target           numeric?  of the same, with what is added
WITH members AS (
    SELECT
        mix.category_id,
        mix.value,
        mix.is_open
        AND NOT mix.locked
        AND (
            mix.part IS NOT NULL
            OR NOT bool_or(mix.part IS NOT NULL AND NOT mix.locked) OVER (PARTITION BY mix.category_id)
        ) AS moves
    FROM asset_mix(%(user_id)s::uuid, %(month)s::date) AS mix
    WHERE mix.category_target IS NOT NULL
)
SELECT
    categories.category_id::text AS id,
    asset_categories.code AS category,
    asset_categories.name,
    NULL AS asset,
    coalesce(categories.value, 0) AS value,
    coalesce(sum(members.value) FILTER (WHERE NOT members.moves), 0) AS kept,
    bool_or(members.moves) AS moves,
    1::numeric AS part,
    coalesce(categories.value, 0) AS category_value,
    categories.target AS category_target,
    categories.base,
    categories.share,
    categories.share_within,
    categories.target AS target_before,
    categories.target
FROM category_mix(%(user_id)s::uuid, %(month)s::date) AS categories
JOIN members ON members.category_id = categories.category_id
JOIN asset_categories ON asset_categories.id = categories.category_id
GROUP BY
    categories.category_id,
    categories.value,
    categories.target,
    categories.base,
    categories.share,
    categories.share_within,
    asset_categories.code,
    asset_categories.name,
    asset_categories.sort_order
ORDER BY asset_categories.sort_order, asset_categories.code;
