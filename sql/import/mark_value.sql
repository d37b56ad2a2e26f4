-- import/mark_value
-- Say of a value from which file it was read.
--
-- param  user_id    uuid
-- param  asset_id   uuid
-- param  month      date
-- param  import_id  uuid
UPDATE asset_inputs
SET import_id = %(import_id)s::uuid
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(asset_id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date);
