-- report/allocation_history
-- The mix of assets by category, month by month, beside the targets of the last month.
--
-- param  user_id   uuid
-- param  first     date
-- param  last      date
-- row    category  text       the code
-- row    name      text
-- row    target    numeric?   in force in the last month
-- row    shares    numeric[]  of all assets, one for each month, the oldest first; null where it has none
WITH months AS (
    SELECT series.day::date AS month
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS series (day)
),
worth AS (
    SELECT
        asset_worth.period,
        asset_worth.category_id,
        sum(asset_worth.total) AS value
    FROM asset_worth
    WHERE
        asset_worth.user_id = %(user_id)s::uuid
        AND (asset_worth.year, asset_worth.month)
            BETWEEN (year_of(%(first)s::date), month_of(%(first)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
    GROUP BY asset_worth.period, asset_worth.category_id
),
mixes AS (
    SELECT
        worth.period,
        CASE WHEN sum(worth.value) > 0 THEN 0 END AS no_share,
        array_agg(worth.category_id ORDER BY worth.value DESC, kinds.sort_order, kinds.code) AS categories,
        shares_of(array_agg(worth.value ORDER BY worth.value DESC, kinds.sort_order, kinds.code)) AS shares
    FROM worth
    JOIN asset_categories AS kinds ON kinds.id = worth.category_id
    GROUP BY worth.period
),
targets AS (
    SELECT
        spans.category_id,
        spans.target_pct
    FROM category_target_spans AS spans
    WHERE
        spans.user_id = %(user_id)s::uuid
        AND spans.first_month <= %(last)s::date
        AND coalesce(spans.next_month > %(last)s::date, true)
),
mixed AS (
    SELECT
        asset_categories.id,
        asset_categories.code,
        asset_categories.name,
        targets.target_pct,
        array_agg(
            coalesce(
                mixes.shares[array_position(mixes.categories, asset_categories.id)], mixes.no_share
            )
            ORDER BY months.month
        ) AS shares
    FROM asset_categories
    LEFT JOIN targets ON targets.category_id = asset_categories.id
    CROSS JOIN months
    LEFT JOIN mixes ON mixes.period = months.month
    WHERE
        targets.category_id IS NOT NULL
        OR asset_categories.id IN (SELECT worth.category_id FROM worth)
    GROUP BY asset_categories.id, asset_categories.code, asset_categories.name, targets.target_pct
)
SELECT
    mixed.code AS category,
    mixed.name,
    mixed.target_pct AS target,
    mixed.shares
FROM mixed
ORDER BY
    mixed.shares[array_upper(mixed.shares, 1)] DESC NULLS LAST,
    mixed.target_pct DESC NULLS LAST,
    mixed.code,
    mixed.id;
