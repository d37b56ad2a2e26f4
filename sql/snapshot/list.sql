-- snapshot/list
-- Recorded values, newest month first.
--
-- param  user_id       uuid
-- param  first         date?     the first month; null for all
-- param  last          date?     the last month
-- param  asset_id      uuid?     one asset; null for every asset
-- row    month         date
-- row    asset         text
-- row    category      text
-- row    value         numeric   in the user's currency, negative for a debt
-- row    quantity      numeric?  how many there were in the shares of today, negative for a debt; null where it was typed
-- row    price         numeric?  what one of them cost, in the currency of the asset
-- row    contribution  numeric?  of it, what was put in that month; below zero, taken out
-- row    amount        numeric?  in the currency beside it, where that is not the user's
-- row    currency      text?
-- row    rate          numeric?
-- row    carried       boolean
-- row    note          text?
-- row    id            text
SELECT
    asset_inputs.period AS month,
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_inputs.total AS value,
    CASE WHEN split.numerator IS NULL THEN asset_inputs.quantity
        ELSE trim_scale(round(restated(asset_inputs.quantity, split.numerator, split.denominator), 18)) END AS quantity,
    CASE WHEN split.numerator IS NULL THEN asset_inputs.price
        ELSE trim_scale(round(restated(asset_inputs.price, split.denominator, split.numerator), 18)) END AS price,
    asset_inputs.contribution,
    asset_inputs.native_amount AS amount,
    asset_inputs.currency,
    asset_inputs.rate,
    asset_inputs.carried,
    asset_inputs.notes AS note,
    asset_inputs.id::text AS id
FROM asset_inputs
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_inputs.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
LEFT JOIN LATERAL (
    SELECT
        since.numerator,
        since.denominator
    FROM splits_between(
        %(user_id)s::uuid, asset_inputs.asset_id, end_of_month(asset_inputs.period), 'infinity'
    ) AS since
    -- Where nothing was ever split, no row asks any further.
    WHERE
        asset_inputs.quantity IS NOT NULL
        AND asset_inputs.asset_id IN (
            SELECT splits.asset_id
            FROM splits
            WHERE splits.user_id = %(user_id)s::uuid
        )
) AS split ON true
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND (asset_inputs.year, asset_inputs.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    AND (%(asset_id)s::uuid IS NULL OR asset_inputs.asset_id = %(asset_id)s::uuid)
ORDER BY
    asset_inputs.year DESC,
    asset_inputs.month DESC,
    asset_categories.kind,
    asset_categories.sort_order,
    lower(assets.asset_name),
    asset_inputs.id;
