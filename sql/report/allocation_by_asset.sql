-- report/allocation_by_asset
-- The mix of assets in a month by asset, beside the targets of its time and the month before.
-- An asset's target is its share of what those of its category without one leave of the category's target;
-- an asset that is alone in its category has all of it.
--
-- param  user_id       uuid
-- param  month         date
-- param  points        numeric?  how far a share may be from its target
-- param  of_target     numeric?  the same as a part of the target; the closer of both counts
-- row    asset         text?     null where a category has a target and no asset
-- row    category      text      the code
-- row    name          text      of the category
-- row    value         numeric?  zero where a target has nothing in it; null where only the month before holds one
-- row    share         numeric?  of all assets; null where those are nothing or less
-- row    target        numeric?
-- row    drift         numeric?  the share less the target
-- row    to_move       numeric?  what meets the target; below zero, to be sold
-- row    outside       boolean   whether the drift is larger than it may be
-- row    value_before  numeric?  in the month before; null when that holds nothing at all
-- row    share_change  numeric?  against the month before
WITH worth AS (
    SELECT
        asset_worth.asset_id,
        sum(asset_worth.total) FILTER (WHERE asset_worth.period = %(month)s::date) AS value,
        sum(asset_worth.total) FILTER (WHERE asset_worth.period < %(month)s::date) AS before
    FROM (VALUES (%(month)s::date), ((%(month)s::date - interval '1 month')::date)) AS months (day)
    JOIN asset_worth
        ON asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = extract(YEAR FROM months.day)::integer
        AND asset_worth.month = extract(MONTH FROM months.day)::integer
    GROUP BY asset_worth.asset_id
),
lines AS (
    SELECT
        CASE WHEN num_nonnulls(worth.asset_id, parts.target_pct) > 0 THEN assets.asset_name END AS asset,
        asset_categories.code,
        asset_categories.name,
        worth.value,
        worth.before,
        parts.target_pct AS part,
        spans.target_pct AS target,
        sum(worth.value) OVER () AS whole,
        sum(worth.value) FILTER (WHERE parts.target_pct IS NULL) OVER within AS kept,
        count(parts.target_pct) OVER within AS parts,
        count(worth.value) OVER within AS owned,
        row_number() OVER (PARTITION BY asset_categories.id ORDER BY worth.before DESC NULLS LAST, assets.id) AS nth
    FROM asset_categories
    LEFT JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.category_id = asset_categories.id
    LEFT JOIN worth ON worth.asset_id = assets.id
    LEFT JOIN asset_target_spans AS parts
        ON parts.user_id = %(user_id)s::uuid
        AND parts.asset_id = assets.id
        AND parts.first_month <= %(month)s::date
        AND coalesce(parts.next_month > %(month)s::date, true)
    LEFT JOIN category_target_spans AS spans
        ON spans.user_id = %(user_id)s::uuid
        AND spans.category_id = asset_categories.id
        AND spans.first_month <= %(month)s::date
        AND coalesce(spans.next_month > %(month)s::date, true)
    WINDOW within AS (PARTITION BY asset_categories.id)
),
meant AS (
    SELECT
        lines.asset,
        lines.code,
        lines.name,
        CASE WHEN lines.before IS NULL THEN coalesce(lines.value, 0) ELSE lines.value END AS value,
        lines.before,
        lines.whole,
        asset_wish(
            lines.part,
            lines.target,
            lines.whole,
            coalesce(lines.kept, 0),
            lines.parts = 0 AND (lines.owned = 0 AND lines.nth = 1 OR lines.owned = 1 AND lines.value IS NOT NULL)
        ) AS wish,
        row_number() OVER (ORDER BY coalesce(lines.value, 0) DESC, lower(lines.asset), lines.code) AS place
    FROM lines
    WHERE
        lines.asset IS NOT NULL
        OR (lines.target IS NOT NULL AND lines.parts = 0 AND lines.owned = 0 AND lines.nth = 1)
),
mix AS (
    SELECT shares_of(array_agg(meant.value ORDER BY meant.place)) AS shares
    FROM meant
)
SELECT
    meant.asset,
    meant.code AS category,
    meant.name,
    meant.value,
    mix.shares[meant.place] AS share,
    share_of(meant.wish, meant.whole) AS target,
    mix.shares[meant.place] - share_of(meant.wish, meant.whole) AS drift,
    CASE WHEN meant.whole > 0 THEN meant.wish - meant.value END AS to_move,
    coalesce(
        abs(mix.shares[meant.place] - share_of(meant.wish, meant.whole)) > least(
            %(points)s::numeric, %(of_target)s::numeric * share_of(meant.wish, meant.whole)
        ),
        false
    ) AS outside,
    CASE WHEN sum(meant.before) OVER () IS NOT NULL THEN coalesce(meant.before, 0) END AS value_before,
    mix.shares[meant.place]
    - share_of(coalesce(meant.before, 0), sum(meant.before) OVER ()) AS share_change
FROM meant
CROSS JOIN mix
ORDER BY meant.place;
