-- export/values
-- What assets and debts were worth at the end of each month.
--
-- param  user_id       uuid
-- param  first         date?     the first month; null for all
-- param  last          date?     the last month
-- row    month         date
-- row    asset         text
-- row    asset_id      text
-- row    value         numeric   in the user's currency, negative for a debt
-- row    quantity      numeric?  how many there were, below zero of a debt; null where the value was typed
-- row    price         numeric?  what one cost, in the currency of the asset
-- row    contribution  numeric?  of it, what was put in that month; below zero, taken out
-- row    amount        numeric?  in the currency beside it, where that is not the user's
-- row    currency      text?
-- row    rate          numeric?
-- row    carried       boolean
-- row    note          text?
-- row    import_id     text?     null also where the months asked for do not have it
-- row    id            text
-- row    created_at    text
-- row    updated_at    text
SELECT
    asset_inputs.period AS month,
    assets.asset_name AS asset,
    asset_inputs.asset_id::text AS asset_id,
    asset_inputs.total AS value,
    asset_inputs.quantity,
    asset_inputs.price,
    asset_inputs.contribution,
    asset_inputs.native_amount AS amount,
    asset_inputs.currency,
    asset_inputs.rate,
    asset_inputs.carried,
    asset_inputs.notes AS note,
    CASE
        WHEN %(first)s::date IS NULL AND %(last)s::date IS NULL THEN asset_inputs.import_id::text
        WHEN EXISTS (
            SELECT
            FROM import_rows AS bank_rows
            WHERE
                bank_rows.user_id = %(user_id)s::uuid
                AND bank_rows.import_id = asset_inputs.import_id
                AND bank_rows.day >= coalesce(%(first)s::date, '2000-01-01')
                AND bank_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
        ) THEN asset_inputs.import_id::text
    END AS import_id,
    asset_inputs.id::text AS id,
    to_char(asset_inputs.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(asset_inputs.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM asset_inputs
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_inputs.asset_id
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND (asset_inputs.year, asset_inputs.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    asset_inputs.year,
    asset_inputs.month,
    assets.asset_name COLLATE "C",
    asset_inputs.id;
