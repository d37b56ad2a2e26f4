-- import/find_value
-- What an asset is recorded with for a month, in its own currency, as the balance of an account is.
--
-- param  user_id     uuid
-- param  asset_id    uuid
-- param  month       date
-- row    balance     numeric  below zero is owed
-- row    is_carried  boolean
SELECT
    coalesce(asset_inputs.native_amount, asset_inputs.total) AS balance,
    asset_inputs.carried AS is_carried
FROM asset_inputs
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(asset_id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date)
ORDER BY asset_inputs.id;
