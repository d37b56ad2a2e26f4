-- targets/list
-- The targets in force in a month: the shares of categories, and under each those of its assets.
--
-- param  user_id            uuid
-- param  month              date
-- row    category           text      the code
-- row    name               text
-- row    asset              text?     null for the category itself
-- row    target             numeric?  of all assets; null for an asset
-- row    share_of_category  numeric?  of the assets in the category; null for the category itself
-- row    category_id        text
WITH in_force AS (
    SELECT
        target_spans.year,
        target_spans.month
    FROM target_spans
    WHERE
        target_spans.user_id = %(user_id)s::uuid
        AND target_spans.first_month <= %(month)s::date
        AND (target_spans.next_month IS NULL OR target_spans.next_month > %(month)s::date)
),
targets AS (
    SELECT
        whole.category_id,
        NULL AS asset,
        whole.target_pct AS target,
        NULL::numeric AS share_of_category
    FROM in_force
    JOIN category_allocation_targets AS whole
        ON whole.user_id = %(user_id)s::uuid
        AND whole.year = in_force.year
        AND whole.month = in_force.month
    UNION ALL
    SELECT
        assets.category_id,
        assets.asset_name AS asset,
        NULL::numeric AS target,
        asset_targets.target_pct AS share_of_category
    FROM in_force
    JOIN asset_targets
        ON asset_targets.user_id = %(user_id)s::uuid
        AND asset_targets.year = in_force.year
        AND asset_targets.month = in_force.month
    JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.id = asset_targets.asset_id
)
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    targets.asset,
    targets.target,
    targets.share_of_category,
    asset_categories.id::text AS category_id
FROM targets
JOIN asset_categories ON asset_categories.id = targets.category_id
ORDER BY
    max(targets.target) OVER (PARTITION BY targets.category_id) DESC NULLS LAST,
    asset_categories.sort_order,
    asset_categories.code,
    targets.asset IS NOT NULL,
    targets.share_of_category DESC,
    lower(targets.asset);
