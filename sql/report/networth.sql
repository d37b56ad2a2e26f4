-- report/networth
-- Net worth in a month by category, beside the month before.
--
-- param  user_id     uuid
-- param  month       date
-- row    category    text      the code
-- row    name        text
-- row    kind        text      asset or liability
-- row    value       numeric?  negative for a debt; null when the month holds none
-- row    share       numeric?  of all assets, as a fraction; null for a debt, and where those are nothing or less
-- row    change      numeric?  null when the month before holds nothing at all
-- row    change_pct  numeric?  as a fraction of the month before; null where there was none
WITH inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        first_of_month(asset_inputs.year, asset_inputs.month) = %(month)s::date AS is_asked,
        asset_inputs.total
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(month)s::date - 1), month_of(%(month)s::date - 1))
            AND (year_of(%(month)s::date), month_of(%(month)s::date))
),
worth AS (
    SELECT
        assets.category_id,
        sum(inputs.total) FILTER (WHERE inputs.is_asked) AS value,
        sum(inputs.total) FILTER (WHERE NOT inputs.is_asked) AS before
    FROM inputs
    JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.id = inputs.asset_id
    GROUP BY assets.category_id
),
whole AS (
    SELECT count(worth.before) > 0 AS has_before
    FROM worth
)
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    asset_categories.kind,
    worth.value,
    mix.share,
    CASE
        WHEN whole.has_before THEN coalesce(worth.value, 0) - coalesce(worth.before, 0)
    END AS change,
    growth_of(coalesce(worth.value, 0) - worth.before, worth.before) AS change_pct
FROM worth
JOIN asset_categories ON asset_categories.id = worth.category_id
CROSS JOIN whole
LEFT JOIN category_mix(%(user_id)s::uuid, %(month)s::date) AS mix
    ON mix.category_id = worth.category_id
    AND worth.value IS NOT NULL
ORDER BY
    asset_categories.kind,
    abs(worth.value) DESC NULLS LAST,
    asset_categories.code;
