-- price/of_month
-- The price of an asset in a month: the last on record up to its end.
--
-- param  user_id  uuid
-- param  id       uuid     of the asset
-- param  month    date
-- param  today    date
-- row    day      date     on which it was that
-- row    price    numeric  in the shares of today
-- row    age      integer  days to the end of the month, or to today where that is before
SELECT
    newest.day,
    trim_scale(round(restated(newest.price, split.denominator, split.numerator), 18)) AS price,
    least(end_of_month(%(month)s::date), greatest(%(today)s::date, newest.day)) - newest.day AS age
FROM assets
JOIN users ON users.id = assets.user_id
CROSS JOIN LATERAL newest_price(
    %(user_id)s::uuid,
    assets.id,
    coalesce(assets.currency, users.base_currency),
    end_of_month(%(month)s::date)
) AS newest
CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, assets.id, newest.day, 'infinity') AS split
WHERE assets.user_id = %(user_id)s::uuid AND assets.id = %(id)s::uuid
ORDER BY newest.day;
