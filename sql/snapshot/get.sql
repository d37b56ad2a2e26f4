-- snapshot/get
-- The value of one asset in one month.
--
-- param  user_id   uuid
-- param  id        uuid      of the asset
-- param  month     date
-- row    month     date
-- row    value     numeric   in the user's currency, negative for a debt
-- row    amount    numeric?  in the currency beside it, where that is not the user's
-- row    currency  text?
-- row    rate      numeric?  at which that was turned
-- row    quantity  numeric?  in the shares of today, negative for a debt; null where the value was typed
-- row    price     numeric?  in the currency of the asset
SELECT
    asset_inputs.period AS month,
    asset_inputs.total AS value,
    asset_inputs.native_amount AS amount,
    asset_inputs.currency,
    asset_inputs.rate,
    trim_scale(round(restated(asset_inputs.quantity, split.numerator, split.denominator), 18)) AS quantity,
    trim_scale(round(restated(asset_inputs.price, split.denominator, split.numerator), 18)) AS price
FROM asset_inputs
CROSS JOIN LATERAL splits_between(
    %(user_id)s::uuid, %(id)s::uuid, end_of_month(%(month)s::date), 'infinity'
) AS split
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date)
ORDER BY asset_inputs.id;
