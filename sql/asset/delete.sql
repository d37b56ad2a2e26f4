-- asset/delete
-- Delete an asset whose values have been deleted before it.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    asset    text
DELETE FROM assets
WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
RETURNING assets.asset_name AS asset;
