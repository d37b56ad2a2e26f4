-- snapshot/delete_all
-- Delete every value of one asset.
--
-- param  user_id  uuid
-- param  id       uuid  of the asset
-- row    month    date
DELETE FROM asset_inputs
WHERE asset_inputs.user_id = %(user_id)s::uuid AND asset_inputs.asset_id = %(id)s::uuid
RETURNING asset_inputs.period AS month;
