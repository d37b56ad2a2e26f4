-- marketcap/delete_all
-- Delete every market cap of one asset.
--
-- param  user_id  uuid
-- param  id       uuid  of the asset
-- row    month    date
DELETE FROM market_cap_history
WHERE market_cap_history.user_id = %(user_id)s::uuid AND market_cap_history.asset_id = %(id)s::uuid
RETURNING market_cap_history.period AS month;
