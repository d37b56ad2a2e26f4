-- export/ledger_values
-- Values by the month as a ledger takes them, the oldest first.
--
-- param  user_id        uuid
-- param  first          date?     the first month; null for all
-- param  last           date?     the last month
-- row    month          date
-- row    asset_id       text
-- row    total          numeric   in base currency, negative for a debt
-- row    native_amount  numeric?  these three: null for a value in base currency
-- row    currency       text?
-- row    rate           numeric?  1 of currency is rate of base currency
-- row    contribution   numeric?
-- row    carried        boolean
-- row    note           text?
-- row    id             text
-- row    quantity       numeric?  in the shares of the end of the month; null where the value was typed
-- row    price          numeric?  in the currency of the asset
SELECT
    asset_inputs.period AS month,
    asset_inputs.asset_id::text AS asset_id,
    asset_inputs.total,
    asset_inputs.native_amount,
    asset_inputs.currency,
    asset_inputs.rate,
    asset_inputs.contribution,
    asset_inputs.carried,
    asset_inputs.notes AS note,
    asset_inputs.id::text AS id,
    asset_inputs.quantity,
    asset_inputs.price
FROM asset_inputs
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_inputs.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND (asset_inputs.year, asset_inputs.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    asset_inputs.year,
    asset_inputs.month,
    asset_categories.kind,
    asset_categories.sort_order,
    asset_categories.code,
    assets.asset_name,
    assets.id;
