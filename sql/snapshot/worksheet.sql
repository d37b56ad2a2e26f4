-- snapshot/worksheet
-- The assets that a month holds or expects a value of, with that one and the one before it.
--
-- param  user_id         uuid
-- param  month           date
-- row    id              text      of the asset
-- row    asset           text
-- row    category        text
-- row    kind            text
-- row    currency        text      in which its value is typed
-- row    value           numeric?  what the month holds, as it was typed: a debt without sign
-- row    carried         boolean?
-- row    last_month      date?     for which the value before it was written down, through any number of copies
-- row    last_value      numeric?  as it was typed
-- row    rate            numeric?  to turn the asset's currency into the user's this month; null when none is on record
-- row    closed_on       date?
-- row    total           numeric?  the value in the user's currency, negative for a debt
-- row    value_currency  text?     in which the value was typed, where it is not the user's
-- row    value_rate      numeric?  at which that was turned
-- row    last_currency   text?     in which the value before it was typed, where it is not the user's
SELECT
    assets.id::text AS id,
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.kind,
    coalesce(assets.currency, users.base_currency) AS currency,
    value_as_total(asset_categories.kind, coalesce(present.native_amount, present.total)) AS value,
    present.carried,
    coalesce(written.period, before.period) AS last_month,
    value_as_total(asset_categories.kind, coalesce(before.native_amount, before.total)) AS last_value,
    usable_rates.rate,
    assets.closed_on,
    present.total,
    present.currency AS value_currency,
    present.rate AS value_rate,
    before.currency AS last_currency
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id
JOIN users ON users.id = assets.user_id
LEFT JOIN usable_rates
    ON usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.from_currency = assets.currency
    AND usable_rates.to_currency = users.base_currency
    AND usable_rates.year = year_of(%(month)s::date)
    AND usable_rates.month = month_of(%(month)s::date)
LEFT JOIN asset_inputs AS present
    ON present.user_id = %(user_id)s::uuid
    AND present.asset_id = assets.id
    AND present.year = year_of(%(month)s::date)
    AND present.month = month_of(%(month)s::date)
LEFT JOIN LATERAL (
    SELECT
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.native_amount,
        asset_inputs.currency
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.asset_id = assets.id
        AND (asset_inputs.year, asset_inputs.month)
            <= (year_of(%(month)s::date - 1), month_of(%(month)s::date - 1))
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1
) AS before ON true
LEFT JOIN newest_written(%(user_id)s::uuid, assets.id, %(month)s::date - 1) AS written ON true
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (present.id IS NOT NULL OR assets.closed_on IS NULL OR assets.closed_on > %(month)s::date)
ORDER BY
    asset_categories.kind,
    asset_categories.sort_order,
    lower(assets.asset_name),
    assets.id;
