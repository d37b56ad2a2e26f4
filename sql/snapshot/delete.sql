-- snapshot/delete
-- Delete the value of one asset in one month.
--
-- param  user_id  uuid
-- param  id       uuid     of the asset
-- param  month    date
-- row    month    date
-- row    value    numeric
DELETE FROM asset_inputs
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date)
RETURNING
    asset_inputs.period AS month,
    asset_inputs.total AS value;
