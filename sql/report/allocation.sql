-- report/allocation
-- The mix of assets in a month by category, beside the targets of its time and the month before.
--
-- param  user_id       uuid
-- param  month         date
-- param  points        numeric?  how far a share may be from its target
-- param  of_target     numeric?  the same as a part of the target; the closer of both counts
-- row    category      text      the code
-- row    name          text
-- row    value         numeric?  zero where a target has nothing in it; else null where the month holds none
-- row    share         numeric?  of all assets; null where those are nothing or less
-- row    target        numeric?
-- row    drift         numeric?  the share less the target
-- row    to_move       numeric?  what meets the target; below zero, to be sold
-- row    outside       boolean   whether the drift is larger than it may be
-- row    value_before  numeric?  in the month before; null when that holds nothing at all
-- row    share_change  numeric?  against the month before
WITH worth AS (
    SELECT
        asset_worth.category_id,
        sum(asset_worth.total) FILTER (WHERE asset_worth.period = %(month)s::date) AS value,
        sum(asset_worth.total) FILTER (WHERE asset_worth.period < %(month)s::date) AS before,
        count(*) FILTER (WHERE asset_worth.period = %(month)s::date) AS held
    FROM (VALUES (%(month)s::date), ((%(month)s::date - interval '1 month')::date)) AS months (day)
    JOIN asset_worth
        ON asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = extract(YEAR FROM months.day)::integer
        AND asset_worth.month = extract(MONTH FROM months.day)::integer
    GROUP BY asset_worth.category_id
),
targets AS (
    SELECT
        spans.category_id,
        spans.target_pct AS target
    FROM category_target_spans AS spans
    WHERE
        spans.user_id = %(user_id)s::uuid
        AND spans.first_month <= %(month)s::date
        AND (spans.next_month IS NULL OR spans.next_month > %(month)s::date)
),
lines AS (
    SELECT
        asset_categories.code,
        asset_categories.name,
        CASE WHEN worth.held > 0 OR targets.target IS NOT NULL THEN coalesce(worth.value, 0) END AS value,
        coalesce(worth.before, 0) AS before,
        sum(worth.value) OVER () AS whole,
        sum(worth.before) OVER () AS whole_before,
        targets.target,
        row_number() OVER (
            ORDER BY
                coalesce(worth.value, 0) DESC,
                targets.target DESC NULLS LAST,
                asset_categories.sort_order,
                asset_categories.code
        ) AS place
    FROM worth
    FULL JOIN targets ON targets.category_id = worth.category_id
    JOIN asset_categories
        ON asset_categories.id = coalesce(worth.category_id, targets.category_id)
    WHERE worth.held > 0 OR worth.before <> 0 OR targets.target IS NOT NULL
),
mix AS (
    SELECT shares_of(array_agg(lines.value ORDER BY lines.place)) AS shares
    FROM lines
)
SELECT
    lines.code AS category,
    lines.name,
    lines.value,
    mix.shares[lines.place] AS share,
    lines.target,
    mix.shares[lines.place] - lines.target AS drift,
    CASE WHEN lines.whole > 0 THEN round(lines.target * lines.whole - lines.value, 4) END AS to_move,
    coalesce(
        abs(mix.shares[lines.place] - lines.target) > least(
            %(points)s::numeric, %(of_target)s::numeric * lines.target
        ),
        false
    ) AS outside,
    CASE WHEN lines.whole_before IS NOT NULL THEN lines.before END AS value_before,
    mix.shares[lines.place] - share_of(lines.before, lines.whole_before) AS share_change
FROM lines
CROSS JOIN mix
ORDER BY lines.place;
