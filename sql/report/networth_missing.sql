-- report/networth_missing
-- The assets that a month has no value of, with the newest value before it.
--
-- param  user_id     uuid
-- param  month       date
-- row    asset       text
-- row    last_month  date?  null when there is nothing to carry
SELECT
    assets.asset_name AS asset,
    before.period AS last_month
FROM asset_spans
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_spans.asset_id
LEFT JOIN LATERAL (
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.asset_id = assets.id
        AND (asset_inputs.year, asset_inputs.month)
            < (year_of(%(month)s::date), month_of(%(month)s::date))
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1
) AS before ON true
WHERE
    asset_spans.user_id = %(user_id)s::uuid
    AND asset_spans.first_month <= %(month)s::date
    AND (asset_spans.closed_month IS NULL OR asset_spans.closed_month > %(month)s::date)
    AND NOT EXISTS (
        SELECT
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = %(user_id)s::uuid
            AND asset_inputs.asset_id = asset_spans.asset_id
            AND asset_inputs.year = year_of(%(month)s::date)
            AND asset_inputs.month = month_of(%(month)s::date)
    )
ORDER BY lower(assets.asset_name), assets.id;
