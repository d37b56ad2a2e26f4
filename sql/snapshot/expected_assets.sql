-- snapshot/expected_assets
-- The assets that a month expects a value of, with what it holds already and the value before it.
--
-- param  user_id       uuid
-- param  month         date
-- row    id            text      of the asset
-- row    asset         text
-- row    category      text
-- row    kind          text
-- row    currency      text
-- row    value         numeric?  what the month holds, as it was typed: in the asset's currency, a debt without sign
-- row    carried       boolean?
-- row    last_month    date?     for which the value before it was written down, through any number of copies
-- row    last_value    numeric?  as it was typed
-- row    rate          numeric?  to turn the asset's currency into the user's this month; null when none is on record
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
    usable_rates.rate
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
LEFT JOIN newest_value(%(user_id)s::uuid, assets.id, %(month)s::date - 1) AS before ON true
LEFT JOIN newest_written(%(user_id)s::uuid, assets.id, %(month)s::date - 1) AS written ON true
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (assets.closed_on IS NULL OR assets.closed_on > %(month)s::date)
ORDER BY
    asset_categories.kind,
    asset_categories.sort_order,
    lower(assets.asset_name),
    assets.id;
