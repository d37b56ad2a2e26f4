-- targets/history
-- Every set of targets, the newest first, beside the set before it.
--
-- param  user_id            uuid
-- row    first_month        date
-- row    next_month         date?     when the next set begins
-- row    category           text?     the code; null for a set without targets
-- row    name               text?
-- row    asset              text?     null for a category
-- row    target             numeric?  of all assets; null for an asset
-- row    share_of_category  numeric?  null for a category
WITH targets AS (
    SELECT
        whole.period,
        whole.category_id,
        NULL AS asset,
        whole.target_pct AS target,
        NULL::numeric AS share_of_category
    FROM category_allocation_targets AS whole
    WHERE whole.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        asset_targets.period,
        assets.category_id,
        assets.asset_name AS asset,
        NULL::numeric AS target,
        asset_targets.target_pct AS share_of_category
    FROM asset_targets
    JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.id = asset_targets.asset_id
    WHERE asset_targets.user_id = %(user_id)s::uuid
)
SELECT
    target_spans.first_month,
    target_spans.next_month,
    asset_categories.code AS category,
    asset_categories.name,
    targets.asset,
    targets.target,
    targets.share_of_category
FROM target_spans
LEFT JOIN targets ON targets.period = target_spans.first_month
LEFT JOIN asset_categories ON asset_categories.id = targets.category_id
WHERE target_spans.user_id = %(user_id)s::uuid
ORDER BY
    target_spans.first_month DESC,
    max(targets.target) OVER (
        PARTITION BY target_spans.first_month, targets.category_id
    ) DESC NULLS LAST,
    asset_categories.sort_order,
    asset_categories.code,
    targets.asset IS NOT NULL,
    targets.share_of_category DESC,
    lower(targets.asset);
