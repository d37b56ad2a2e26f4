-- price/delete_all
-- Delete every price of one asset.
--
-- param  user_id  uuid
-- param  id       uuid  of the asset
-- row    date     date
DELETE FROM prices
WHERE prices.user_id = %(user_id)s::uuid AND prices.asset_id = %(id)s::uuid
RETURNING prices.day AS date;
