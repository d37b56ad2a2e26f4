-- targets/delete_of_asset
-- Delete every target of one asset; the sets that they were part of stay.
--
-- param  user_id  uuid
-- param  id       uuid  of the asset
-- row    month    date  the first in which the target held
DELETE FROM asset_targets
WHERE asset_targets.user_id = %(user_id)s::uuid AND asset_targets.asset_id = %(id)s::uuid
RETURNING asset_targets.period AS month;
