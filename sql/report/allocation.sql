-- report/allocation
-- The mix of assets in a month by category, beside the targets of its time and the month before.
--
-- param  user_id       uuid
-- param  month         date
-- param  points        numeric?   how far a share may be from its target
-- param  of_target     numeric?   the same as a part of the target; the closer of both counts
-- param  planned       text[]     the categories of the plan that report/rebalance makes, by id
-- param  moves         numeric[]  what it puts into each
-- row    category      text       the code
-- row    name          text
-- row    value         numeric?   zero where a target has nothing in it; else null where the month holds none
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
        CASE WHEN mix.target IS NOT NULL THEN coalesce(mix.value, 0) ELSE mix.value END AS value,
        mix.share,
        mix.share_within,
        mix.target,
        mix.share_within - mix.target AS drift
    FROM category_mix(%(user_id)s::uuid, %(month)s::date) AS mix
),
past AS (
    SELECT
        mix.category_id,
        mix.value,
        mix.share
    FROM category_mix(%(user_id)s::uuid, (%(month)s::date - interval '1 month')::date) AS mix
    WHERE mix.value IS NOT NULL
),
past_whole AS (
    SELECT
        CASE WHEN count(*) > 0 THEN 0 END AS no_value,
        CASE WHEN sum(past.value) > 0 THEN 0 END AS no_share
    FROM past
),
plan AS (
    SELECT
        given.category_id,
        given.to_move
    FROM unnest(%(planned)s::text[], %(moves)s::numeric[]) AS given (category_id, to_move)
)
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    present.value,
    present.share,
    present.share_within,
    present.target,
    present.drift,
    plan.to_move,
    coalesce(
        abs(present.drift) > least(%(points)s::numeric, %(of_target)s::numeric * present.target),
        false
    ) AS outside,
    coalesce(past.value, past_whole.no_value) AS value_before,
    present.share - coalesce(past.share, past_whole.no_share) AS share_change
FROM present
FULL JOIN past ON past.category_id = present.category_id
CROSS JOIN past_whole
JOIN asset_categories ON asset_categories.id = coalesce(present.category_id, past.category_id)
LEFT JOIN plan ON plan.category_id = asset_categories.id::text
WHERE present.category_id IS NOT NULL OR past.value <> 0
ORDER BY
    coalesce(present.value, 0) DESC,
    present.target DESC NULLS LAST,
    asset_categories.sort_order,
    asset_categories.code;
