-- marketcap/lock
-- Let one command at a time change the market caps of an asset, until its transaction ends.
-- Whoever comes second then sees what the first has written, and so which month is the newest.
--
-- param  user_id    uuid
-- param  asset_ids  uuid[]
-- row    id         text
SELECT assets.id::text AS id
FROM assets
WHERE assets.user_id = %(user_id)s::uuid AND assets.id = ANY(%(asset_ids)s::uuid[])
ORDER BY assets.id
FOR NO KEY UPDATE;
