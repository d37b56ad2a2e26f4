-- asset/names
-- Every asset's name, for suggestions and completion.
--
-- param  user_id  uuid
-- row    asset    text
SELECT assets.asset_name AS asset
FROM assets
WHERE assets.user_id = %(user_id)s::uuid
ORDER BY assets.closed_on IS NOT NULL, lower(assets.asset_name), assets.id;
