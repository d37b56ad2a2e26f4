-- report/rebalance_by_asset
-- The assets with a target in a month, and what each should be worth once money is added.
-- A category whose assets have no shares of it, or that has none yet, is there as a whole.
--
-- param  user_id   uuid
-- param  month     date
-- param  added     numeric  below zero, what is withdrawn
-- row    category  text     the code
-- row    name      text     of the category
-- row    asset     text?    null for the category as a whole
-- row    value     numeric  zero where the month holds none
-- row    wish      numeric
WITH worth AS (
    SELECT
        asset_worth.asset_id,
        asset_worth.total AS value,
        sum(asset_worth.total) OVER () AS whole
    FROM asset_worth
    WHERE
        asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = extract(YEAR FROM %(month)s::date)::integer
        AND asset_worth.month = extract(MONTH FROM %(month)s::date)::integer
),
members AS (
    SELECT
        asset_categories.code,
        asset_categories.name,
        asset_categories.sort_order,
        assets.asset_name,
        worth.value,
        spans.target_pct AS target,
        parts.target_pct AS part,
        coalesce(sum(worth.value) FILTER (WHERE parts.target_pct IS NULL) OVER within, 0) AS kept,
        count(parts.target_pct) OVER within AS parts,
        count(worth.value) OVER within AS owned
    FROM category_target_spans AS spans
    JOIN asset_categories ON asset_categories.id = spans.category_id
    LEFT JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.category_id = spans.category_id
    LEFT JOIN worth ON worth.asset_id = assets.id
    LEFT JOIN asset_target_spans AS parts
        ON parts.user_id = %(user_id)s::uuid
        AND parts.asset_id = assets.id
        AND parts.first_month = spans.first_month
    WHERE
        spans.user_id = %(user_id)s::uuid
        AND spans.first_month <= %(month)s::date
        AND coalesce(spans.next_month > %(month)s::date, true)
    WINDOW within AS (PARTITION BY spans.category_id)
),
leaves AS (
    SELECT
        members.code,
        members.name,
        members.sort_order,
        CASE WHEN members.parts > 0 OR members.owned = 1 THEN members.asset_name END AS asset,
        members.value,
        members.target,
        members.part,
        members.kept,
        members.parts
    FROM members
    WHERE
        members.part IS NOT NULL
        OR (members.parts = 0 AND (members.owned = 0 OR members.value IS NOT NULL))
)
SELECT
    leaves.code AS category,
    leaves.name,
    leaves.asset,
    coalesce(sum(leaves.value), 0) AS value,
    asset_wish(
        leaves.part,
        leaves.target,
        coalesce((SELECT max(worth.whole) FROM worth), 0) + %(added)s::numeric,
        leaves.kept,
        leaves.parts = 0
    ) AS wish
FROM leaves
GROUP BY
    leaves.code,
    leaves.name,
    leaves.sort_order,
    leaves.asset,
    leaves.part,
    leaves.target,
    leaves.kept,
    leaves.parts
ORDER BY leaves.sort_order, leaves.code, lower(leaves.asset), leaves.asset;
