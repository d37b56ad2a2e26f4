-- report/networth_by_asset
-- Net worth in a month by asset, beside the month before.
--
-- param  user_id     uuid
-- param  month       date
-- row    asset       text
-- row    category    text      the code
-- row    kind        text      asset or liability
-- row    carried     boolean   whether the value was copied forward
-- row    value       numeric?  negative for a debt; null when the month holds none
-- row    share       numeric?  of all assets, as a fraction; null for a debt, and where those are nothing or less
-- row    change      numeric?  null when the month before holds nothing at all
-- row    change_pct  numeric?  as a fraction of the month before; null where there was none
WITH months AS (
    SELECT
        year_of(day) AS year,
        month_of(day) AS month
    FROM (
        VALUES
            (%(month)s::date),
            (%(month)s::date - 1)
    ) AS both_months (day)
),
worth AS (
    SELECT
        asset_inputs.asset_id,
        sum(asset_inputs.total) FILTER (WHERE asset_inputs.period = %(month)s::date) AS value,
        sum(asset_inputs.total) FILTER (WHERE asset_inputs.period < %(month)s::date) AS before,
        coalesce(
            bool_or(asset_inputs.carried) FILTER (WHERE asset_inputs.period = %(month)s::date),
            false
        ) AS carried
    FROM months
    JOIN asset_inputs
        ON asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = months.year
        AND asset_inputs.month = months.month
    GROUP BY asset_inputs.asset_id
),
whole AS (
    SELECT count(worth.before) > 0 AS has_before
    FROM worth
)
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.kind,
    worth.carried,
    worth.value,
    mix.share,
    CASE
        WHEN whole.has_before THEN coalesce(worth.value, 0) - coalesce(worth.before, 0)
    END AS change,
    growth_of(coalesce(worth.value, 0) - worth.before, worth.before) AS change_pct
FROM worth
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = worth.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
CROSS JOIN whole
LEFT JOIN asset_mix(%(user_id)s::uuid, %(month)s::date) AS mix ON mix.asset_id = worth.asset_id
ORDER BY
    asset_categories.kind,
    abs(worth.value) DESC NULLS LAST,
    lower(assets.asset_name),
    worth.asset_id;
