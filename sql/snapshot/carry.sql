-- snapshot/carry
-- Copy each open asset's newest earlier value into a month that has none, marked as carried.
--
-- param  user_id   uuid
-- param  month     date
-- param  id        uuid?     one asset; null for all
-- row    asset     text
-- row    month     date
-- row    value     numeric   in the user's currency, at the rate it had then
-- row    quantity  numeric?  in the shares of today, negative for a debt; null where the value was typed
-- row    price     numeric?  in the currency of the asset, as old as the value
-- row    since     date      the month for which it was written down, through any number of copies
WITH missing AS (
    SELECT
        assets.id,
        assets.asset_name,
        coalesce(written.period, before.period) AS since,
        before.total,
        before.native_amount,
        before.currency,
        before.rate,
        restated(before.quantity, split.numerator, split.denominator) AS quantity,
        restated(before.price, split.denominator, split.numerator) AS price,
        later.numerator,
        later.denominator
    FROM assets
    CROSS JOIN LATERAL (
        SELECT
            asset_inputs.period,
            asset_inputs.total,
            asset_inputs.native_amount,
            asset_inputs.currency,
            asset_inputs.rate,
            asset_inputs.quantity,
            asset_inputs.price
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = %(user_id)s::uuid
            AND asset_inputs.asset_id = assets.id
            AND (asset_inputs.year, asset_inputs.month)
                < (year_of(%(month)s::date), month_of(%(month)s::date))
        ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
        LIMIT 1
        FOR UPDATE  -- who corrects it just now is waited for, and who does so next sees the copy
    ) AS before
    CROSS JOIN LATERAL splits_between(
        %(user_id)s::uuid, assets.id, end_of_month(before.period), end_of_month(%(month)s::date)
    ) AS split
    CROSS JOIN LATERAL splits_between(
        %(user_id)s::uuid, assets.id, end_of_month(%(month)s::date), 'infinity'
    ) AS later
    LEFT JOIN newest_written(%(user_id)s::uuid, assets.id, %(month)s::date - 1) AS written ON true
    WHERE
        assets.user_id = %(user_id)s::uuid
        AND (%(id)s::uuid IS NULL OR assets.id = %(id)s::uuid)
        AND (assets.closed_on IS NULL OR assets.closed_on > %(month)s::date)
),
carried AS (
    INSERT INTO asset_inputs (
        user_id, asset_id, year, month, total, native_amount, currency, rate, quantity, price, carried
    )
    SELECT
        %(user_id)s::uuid,
        missing.id,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        missing.total,
        missing.native_amount,
        missing.currency,
        missing.rate,
        missing.quantity,
        missing.price,
        true
    FROM missing
    ON CONFLICT (user_id, asset_id, year, month) DO NOTHING
    RETURNING
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.quantity,
        asset_inputs.price
)
SELECT
    missing.asset_name AS asset,
    carried.period AS month,
    carried.total AS value,
    trim_scale(round(restated(carried.quantity, missing.numerator, missing.denominator), 18)) AS quantity,
    trim_scale(round(restated(carried.price, missing.denominator, missing.numerator), 18)) AS price,
    missing.since
FROM carried
JOIN missing ON missing.id = carried.asset_id
ORDER BY lower(missing.asset_name), missing.id;
