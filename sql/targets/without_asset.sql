-- targets/without_asset
-- The targets that are left without an asset when one is gone from a month on, the earliest first.
-- They are its category's, where it is the last open one there, and its own share of that.
--
-- param  user_id      uuid
-- param  id           uuid      of the asset
-- param  month        date
-- row    first_month  date      from which on they are
-- row    category     text      the code
-- row    name         text
-- row    target       numeric?  of the category; null where another asset is open there
-- row    part         numeric?  of the asset; null where it has none
SELECT
    greatest(spans.first_month, %(month)s::date) AS first_month,
    asset_categories.code AS category,
    asset_categories.name,
    CASE WHEN NOT others.are_open THEN nullif(targets.target_pct, 0) END AS target,
    nullif(parts.target_pct, 0) AS part
FROM target_spans AS spans
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = %(id)s::uuid
JOIN asset_categories ON asset_categories.id = assets.category_id
CROSS JOIN LATERAL (
    SELECT
        EXISTS (
            SELECT
            FROM assets AS other
            WHERE
                other.user_id = %(user_id)s::uuid
                AND other.category_id = assets.category_id
                AND other.id <> assets.id
                AND (other.closed_on IS NULL OR other.closed_on > %(month)s::date)
        ) AS are_open
) AS others
LEFT JOIN category_allocation_targets AS targets
    ON targets.user_id = %(user_id)s::uuid
    AND targets.category_id = assets.category_id
    AND targets.year = spans.year
    AND targets.month = spans.month
LEFT JOIN asset_targets AS parts
    ON parts.user_id = %(user_id)s::uuid
    AND parts.asset_id = assets.id
    AND parts.year = spans.year
    AND parts.month = spans.month
WHERE
    spans.user_id = %(user_id)s::uuid
    AND (spans.next_month IS NULL OR spans.next_month > %(month)s::date)
ORDER BY spans.first_month;
