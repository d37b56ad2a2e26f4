-- price/delete
-- Delete the price of one asset on one day.
--
-- param  user_id  uuid
-- param  id       uuid     of the asset
-- param  date     date
-- row    date     date
-- row    price    numeric  in the shares of that day
DELETE FROM prices
WHERE
    prices.user_id = %(user_id)s::uuid
    AND prices.asset_id = %(id)s::uuid
    AND prices.day = %(date)s::date
RETURNING
    prices.day AS date,
    prices.price;
