-- snapshot/find
-- The values whose ids lie between two, which is how the beginning of an id is looked up.
--
-- param  user_id    uuid
-- param  first_id   uuid
-- param  last_id    uuid
-- row    id         text
-- row    asset_id   text
-- row    asset      text
-- row    month      date
SELECT
    asset_inputs.id::text AS id,
    asset_inputs.asset_id::text AS asset_id,
    assets.asset_name AS asset,
    asset_inputs.period AS month
FROM asset_inputs
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = asset_inputs.asset_id
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY asset_inputs.id
LIMIT 2;
