-- asset/reopen
-- Take back that an asset was closed.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    asset    text
UPDATE assets
SET closed_on = NULL
WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
RETURNING assets.asset_name AS asset;
