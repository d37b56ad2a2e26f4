-- report/rebalance_by_asset
-- The assets whose category has a target in a month, and which of them a plan may move.
-- Those with a part of their category are there by themselves, and so are the locked ones, which stay; where
-- none that may be moved has a part, they are there as one. What has no part beside others keeps its value.
--
-- param  user_id          uuid
-- param  month            date
-- param  added            numeric   below zero, what is withdrawn
-- row    id               text      of the asset, or of the category
-- row    category         text      the code
-- row    name             text      of the category
-- row    asset            text?     null for several as one, and for a category without an open asset
-- row    value            numeric   zero where the month holds none
-- row    kept             numeric   what of it stays as it is
-- row    moves            boolean   whether the rest may be sold, and more be bought
-- row    part             numeric   of what its category may move
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
        mix.asset_id,
        mix.value,
        mix.share,
        mix.share_within,
        mix.locked,
        mix.part,
        mix.kept,
        mix.category_value,
        mix.category_target,
        mix.base,
        mix.is_open AND NOT mix.locked AS moves,
        bool_or(mix.part IS NOT NULL) OVER of_category AS has_parts,
        bool_or(mix.part IS NOT NULL AND NOT mix.locked) OVER of_category AS has_parts_that_move
    FROM asset_mix(%(user_id)s::uuid, %(month)s::date) AS mix
    WHERE mix.category_target IS NOT NULL
    WINDOW of_category AS (PARTITION BY mix.category_id)
),
lines AS (
    SELECT
        members.category_id,
        CASE WHEN count(*) = 1 THEN (array_agg(members.asset_id))[1] END AS asset_id,
        coalesce(sum(members.value), 0) AS value,
        sum(members.share) AS share,
        sum(members.share_within) AS share_within,
        members.moves,
        CASE WHEN members.has_parts OR members.locked THEN max(members.part) ELSE 1 END AS meant,
        CASE WHEN members.has_parts_that_move THEN max(members.part) ELSE 1 END AS part,
        max(members.kept) AS kept,
        members.category_value,
        members.category_target,
        members.base
    FROM members
    WHERE members.locked OR members.moves AND (members.part IS NOT NULL OR NOT members.has_parts_that_move)
    GROUP BY
        members.category_id,
        CASE WHEN members.has_parts_that_move OR members.locked THEN members.asset_id END,
        members.locked,
        members.moves,
        members.has_parts,
        members.has_parts_that_move,
        members.category_value,
        members.category_target,
        members.base
)
SELECT
    coalesce(lines.asset_id, lines.category_id)::text AS id,
    asset_categories.code AS category,
    asset_categories.name,
    assets.asset_name AS asset,
    lines.value,
    CASE WHEN lines.moves THEN 0 ELSE lines.value END AS kept,
    lines.moves,
    coalesce(lines.part, 0) AS part,
    lines.category_value,
    lines.category_target,
    lines.base,
    lines.share,
    lines.share_within,
    asset_target(lines.meant, lines.category_target, lines.kept, lines.base) AS target_before,
    asset_target(
        lines.meant, lines.category_target, lines.kept, lines.base + %(added)s::numeric
    ) AS target
FROM lines
JOIN asset_categories ON asset_categories.id = lines.category_id
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = lines.asset_id
ORDER BY
    asset_categories.sort_order,
    asset_categories.code,
    lower(assets.asset_name),
    assets.id;
