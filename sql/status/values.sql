-- status/values
-- The values that the current month and the one before it hold, and the assets that lack one.
--
-- param  user_id     uuid
-- param  this_month  date    the current one
-- row    month       date
-- row    recorded    bigint  of the assets that are there
-- row    missing     text[]  the names of those without a value
-- row    fillable    bigint  for how many of these a quantity, a price and, if need be, a rate are on record
SELECT
    months.month,
    recorded.count AS recorded,
    absent.names AS missing,
    absent.fillable
FROM (
    VALUES
        (%(this_month)s::date),
        (first_of_month(year_of(%(this_month)s::date - 1), month_of(%(this_month)s::date - 1)))
) AS months (month)
CROSS JOIN LATERAL (
    SELECT count(*) AS count
    FROM asset_inputs
    JOIN asset_spans
        ON asset_spans.user_id = %(user_id)s::uuid
        AND asset_spans.asset_id = asset_inputs.asset_id
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = year_of(months.month)
        AND asset_inputs.month = month_of(months.month)
        AND asset_spans.first_month <= months.month
        AND (asset_spans.closed_month IS NULL OR asset_spans.closed_month > months.month)
) AS recorded
CROSS JOIN LATERAL (
    SELECT
        coalesce(array_agg(assets.asset_name ORDER BY folded(assets.asset_name), assets.id), '{}') AS names,
        count(*) FILTER (
            WHERE (held.quantity = 0 OR held.price IS NOT NULL AND held.quantity IS NOT NULL)
            AND (held.rate IS NOT NULL OR NOT held.is_foreign)
        ) AS fillable
    FROM missing_assets(%(user_id)s::uuid, months.month) AS missing
    JOIN assets
        ON assets.user_id = %(user_id)s::uuid
        AND assets.id = missing.asset_id
    LEFT JOIN month_holdings(%(user_id)s::uuid, months.month) AS held ON held.asset_id = missing.asset_id
) AS absent
ORDER BY months.month;
