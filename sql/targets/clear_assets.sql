-- targets/clear_assets
-- Take assets out of the set of targets that begins in a month.
--
-- param  user_id    uuid
-- param  month      date
-- param  asset_ids  uuid[]
-- row    asset_id   text
DELETE FROM asset_targets
WHERE
    asset_targets.user_id = %(user_id)s::uuid
    AND asset_targets.period = %(month)s::date
    AND asset_targets.asset_id = ANY(%(asset_ids)s::uuid[])
RETURNING asset_targets.asset_id::text AS asset_id;
