-- report/allocation_by_asset
-- The mix of assets in a month by asset, beside the targets of its time and the month before.
-- An asset's target is its share of what those of its category without one leave of the category's target;
-- an asset that is alone in its category has all of it.
--
-- param  user_id       uuid
-- param  month         date
-- param  points        numeric?   how far a share may be from its target
-- param  of_target     numeric?   the same as a part of the target; the closer of both counts
-- param  planned       text[]     the assets of the plan that report/rebalance_by_asset makes, by id
-- param  moves         numeric[]  what it puts into each
-- row    asset         text?      null where a category has a target and no open asset
-- row    category      text       the code
-- row    name          text       of the category
-- row    value         numeric?   zero where a target has no asset; null where the month holds none
-- row    share         numeric?   of all assets; null where those are nothing or less
-- row    share_within  numeric?   of what the drift is measured in: of all assets, or of those with a target
-- row    target        numeric?   of the same
-- row    drift         numeric?   share_within less the target
-- row    to_move       numeric?   what the plan puts in; below zero, to be sold
-- row    outside       boolean    whether the drift is larger than it may be
-- row    value_before  numeric?   in the month before; null when that holds nothing at all
-- row    share_change  numeric?   of `share`, against the month before
WITH present AS (
    SELECT
        mix.category_id,
        mix.asset_id,
        mix.value,
        mix.share,
        mix.share_within,
        mix.target,
        coalesce(mix.asset_id, mix.category_id)::text AS planned_as
    FROM asset_mix(%(user_id)s::uuid, %(month)s::date) AS mix
),
past AS (
    SELECT
        mix.category_id,
        mix.asset_id,
        mix.value,
        mix.share
    FROM asset_mix(%(user_id)s::uuid, (%(month)s::date - interval '1 month')::date) AS mix
    WHERE mix.asset_id IS NOT NULL AND mix.value IS NOT NULL
),
plan AS (
    SELECT
        given.id,
        given.to_move
    FROM unnest(%(planned)s::text[], %(moves)s::numeric[]) AS given (id, to_move)
),
past_whole AS (
    SELECT
        CASE WHEN count(*) > 0 THEN 0 END AS no_value,
        CASE WHEN sum(past.value) > 0 THEN 0 END AS no_share
    FROM past
),
lines AS (
    SELECT
        coalesce(present.asset_id, past.asset_id) AS asset_id,
        coalesce(present.category_id, past.category_id) AS category_id,
        present.value,
        present.share,
        present.share_within,
        present.target,
        plan.to_move,
        past.value AS value_before,
        past.share AS share_before
    FROM present
    FULL JOIN past ON past.asset_id = present.asset_id
    LEFT JOIN plan ON plan.id = present.planned_as
    WHERE num_nonnulls(present.value, present.target, past.value, plan.to_move) > 0
)
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.name,
    lines.value,
    lines.share,
    lines.share_within,
    lines.target,
    lines.share_within - lines.target AS drift,
    lines.to_move,
    coalesce(
        abs(lines.share_within - lines.target) > least(
            %(points)s::numeric, %(of_target)s::numeric * lines.target
        ),
        false
    ) AS outside,
    coalesce(lines.value_before, past_whole.no_value) AS value_before,
    lines.share - coalesce(lines.share_before, past_whole.no_share) AS share_change
FROM lines
CROSS JOIN past_whole
JOIN asset_categories ON asset_categories.id = lines.category_id
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = lines.asset_id
ORDER BY
    coalesce(lines.value, 0) DESC,
    lower(assets.asset_name),
    asset_categories.code;
