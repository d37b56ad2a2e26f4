-- report/rebalance
-- The categories with a target in a month, and what each should be worth once money is added.
--
-- param  user_id   uuid
-- param  month     date
-- param  added     numeric  below zero, what is withdrawn
-- row    category  text     the code
-- row    name      text
-- row    asset     text?    always null
-- row    value     numeric  zero where the month holds none
-- row    wish      numeric  the target's share of all assets and of what is added
WITH worth AS (
    SELECT
        asset_worth.category_id,
        sum(asset_worth.total) AS value
    FROM asset_worth
    WHERE
        asset_worth.user_id = %(user_id)s::uuid
        AND asset_worth.year = extract(YEAR FROM %(month)s::date)::integer
        AND asset_worth.month = extract(MONTH FROM %(month)s::date)::integer
    GROUP BY asset_worth.category_id
),
whole AS (
    SELECT coalesce(sum(worth.value), 0) + %(added)s::numeric AS value
    FROM worth
)
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    NULL AS asset,
    coalesce(worth.value, 0) AS value,
    round(spans.target_pct * whole.value, 4) AS wish
FROM category_target_spans AS spans
JOIN asset_categories ON asset_categories.id = spans.category_id
CROSS JOIN whole
LEFT JOIN worth ON worth.category_id = spans.category_id
WHERE
    spans.user_id = %(user_id)s::uuid
    AND spans.first_month <= %(month)s::date
    AND coalesce(spans.next_month > %(month)s::date, true)
ORDER BY asset_categories.sort_order, asset_categories.code;
