-- targets/set_assets
-- Write shares of assets into the set of targets that begins in a month, each column as one list.
--
-- param  user_id    uuid
-- param  month      date
-- param  asset_ids  uuid[]
-- param  shares     numeric[]
INSERT INTO asset_targets (user_id, asset_id, target_pct, year, month)
SELECT
    %(user_id)s::uuid,
    given.asset_id,
    given.target_pct,
    year_of(%(month)s::date),
    month_of(%(month)s::date)
FROM unnest(%(asset_ids)s::uuid[], %(shares)s::numeric[]) AS given (asset_id, target_pct)
ORDER BY given.asset_id
ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
    target_pct = excluded.target_pct;
