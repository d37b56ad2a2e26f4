-- price/delete_splits
-- Delete every split of one asset.
--
-- param  user_id  uuid
-- param  id       uuid  of the asset
-- row    date     date
DELETE FROM splits
WHERE splits.user_id = %(user_id)s::uuid AND splits.asset_id = %(id)s::uuid
RETURNING splits.day AS date;
