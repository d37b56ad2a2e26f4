-- export/targets
-- The targets of categories, by the month of their set.
--
-- param  user_id     uuid
-- param  first       date?    the first month; null for all
-- param  last        date?    the last month
-- row    month       date
-- row    category    text
-- row    target      numeric  a fraction of the whole
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    category_allocation_targets.period AS month,
    asset_categories.code AS category,
    category_allocation_targets.target_pct AS target,
    category_allocation_targets.id::text AS id,
    to_char(category_allocation_targets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(category_allocation_targets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM category_allocation_targets
JOIN asset_categories ON asset_categories.id = category_allocation_targets.category_id
WHERE
    category_allocation_targets.user_id = %(user_id)s::uuid
    AND (category_allocation_targets.year, category_allocation_targets.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    category_allocation_targets.year,
    category_allocation_targets.month,
    asset_categories.code COLLATE "C",
    category_allocation_targets.id;
