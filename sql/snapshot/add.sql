-- snapshot/add
-- Record what an asset was worth in a month, in place of an earlier value of that month.
-- No row when it is in another currency and that month has no rate.
--
-- param  user_id         uuid
-- param  id              uuid      of the asset
-- param  month           date
-- param  value           numeric?  in the asset's currency; what is owed, for a debt; null where it follows from
-- param  quantity        numeric?  how many there are in the shares of today, likewise; null where the value is typed
-- param  price           numeric?  what one of them costs, in the asset's currency
-- param  rate            numeric?  null for the rate recorded for that month
-- param  contribution    numeric?  of it, what was put in, in the asset's currency; null leaves an earlier one
-- param  note            text?     null leaves an earlier note
-- row    asset           text
-- row    category        text
-- row    month           date
-- row    value           numeric   in the user's currency, negative for a debt
-- row    currency        text      of the amount below
-- row    amount          numeric?  in the asset's own currency; null when that is the user's
-- row    rate            numeric?
-- row    quantity        numeric?  negative for a debt; null where the value was typed
-- row    price           numeric?
-- row    contribution    numeric?  in the user's currency; below zero, taken out; null is not on record
-- row    note            text?
-- row    previous_value  numeric?  what the month held before
WITH asset AS (
    SELECT
        assets.id,
        assets.asset_name,
        coalesce(assets.currency, users.base_currency) AS currency,
        asset_categories.code,
        value_as_total(asset_categories.kind, %(quantity)s::numeric) AS quantity,
        split.numerator,
        split.denominator,
        value_as_total(
            asset_categories.kind,
            coalesce(%(quantity)s::numeric * coalesce(%(price)s::numeric, 0), %(value)s::numeric)
        ) AS amount,
        coalesce(assets.currency, users.base_currency) <> users.base_currency AS is_foreign,
        coalesce(%(rate)s::numeric, usable_rates.rate) AS rate
    FROM assets
    JOIN asset_categories ON asset_categories.id = assets.category_id
    JOIN users ON users.id = assets.user_id
    CROSS JOIN LATERAL splits_between(
        %(user_id)s::uuid, assets.id, end_of_month(%(month)s::date), 'infinity'
    ) AS split
    LEFT JOIN usable_rates
        ON usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = assets.currency
        AND usable_rates.to_currency = users.base_currency
        AND usable_rates.year = year_of(%(month)s::date)
        AND usable_rates.month = month_of(%(month)s::date)
    WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
),
earlier AS (
    SELECT asset_inputs.total
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.asset_id = %(id)s::uuid
        AND asset_inputs.year = year_of(%(month)s::date)
        AND asset_inputs.month = month_of(%(month)s::date)
),
written AS (
    INSERT INTO asset_inputs (
        user_id, asset_id, year, month, total, native_amount, currency, rate, quantity, price,
        contribution, notes
    )
    SELECT
        %(user_id)s::uuid,
        asset.id,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        CASE WHEN asset.is_foreign THEN converted(asset.amount, asset.rate) ELSE round(asset.amount, 4) END,
        CASE WHEN asset.is_foreign THEN round(asset.amount, 4) END,
        CASE WHEN asset.is_foreign THEN asset.currency END,
        CASE WHEN asset.is_foreign THEN asset.rate END,
        restated(asset.quantity, asset.denominator, asset.numerator),
        CASE WHEN asset.quantity IS NOT NULL THEN restated(%(price)s::numeric, asset.numerator, asset.denominator) END,
        CASE
            WHEN asset.is_foreign THEN converted(%(contribution)s::numeric, asset.rate)
            ELSE %(contribution)s::numeric
        END,
        %(note)s::text
    FROM asset
    WHERE NOT asset.is_foreign OR asset.rate IS NOT NULL
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        total = excluded.total,
        native_amount = excluded.native_amount,
        currency = excluded.currency,
        rate = excluded.rate,
        quantity = excluded.quantity,
        price = excluded.price,
        contribution = coalesce(excluded.contribution, asset_inputs.contribution),
        notes = coalesce(excluded.notes, asset_inputs.notes),
        carried = false,
        import_id = excluded.import_id
    RETURNING
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.native_amount,
        asset_inputs.rate,
        asset_inputs.contribution,
        asset_inputs.notes
)
SELECT
    asset.asset_name AS asset,
    asset.code AS category,
    written.period AS month,
    written.total AS value,
    asset.currency,
    written.native_amount AS amount,
    written.rate,
    asset.quantity,
    CASE WHEN asset.quantity IS NOT NULL THEN %(price)s::numeric END AS price,
    written.contribution,
    written.notes AS note,
    earlier.total AS previous_value
FROM written
CROSS JOIN asset
LEFT JOIN earlier ON true
ORDER BY asset.asset_name;
