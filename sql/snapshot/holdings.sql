-- snapshot/holdings
-- What a month is asked with of assets that are kept by quantity, or have one in it.
-- All of it is in the shares of today.
--
-- param  user_id         uuid
-- param  month           date
-- param  today           date
-- row    id              text      of the asset
-- row    kept_by         text      quantity, or value where that is typed
-- row    value_quantity  numeric?  how many the month holds, as it was typed: a debt without sign
-- row    value_price     numeric?  at which price
-- row    quantity        numeric?  the newest up to the month, likewise; null where none was recorded
-- row    quantity_month  date?     of which month that is
-- row    quantity_price  numeric?  at which price it was then
-- row    price           numeric?  the last on record up to the end of the month, in the asset's currency
-- row    price_day       date?     on which it was that
-- row    price_age       integer?  days to the end of the month, or to today where that is before
SELECT
    assets.id::text AS id,
    coalesce(assets.kept_by, 'value') AS kept_by,
    value_as_total(
        asset_categories.kind,
        trim_scale(round(restated(present.quantity, later.numerator, later.denominator), 18))
    ) AS value_quantity,
    trim_scale(round(restated(present.price, later.denominator, later.numerator), 18)) AS value_price,
    value_as_total(
        asset_categories.kind,
        trim_scale(round(restated(held.quantity, grown.numerator, grown.denominator), 18))
    ) AS quantity,
    held.period AS quantity_month,
    trim_scale(round(restated(held.price, grown.denominator, grown.numerator), 18)) AS quantity_price,
    trim_scale(round(restated(newest.price, risen.denominator, risen.numerator), 18)) AS price,
    newest.day AS price_day,
    least(end_of_month(%(month)s::date), greatest(%(today)s::date, newest.day)) - newest.day AS price_age
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id
JOIN users ON users.id = %(user_id)s::uuid
LEFT JOIN asset_inputs AS present
    ON present.user_id = %(user_id)s::uuid
    AND present.asset_id = assets.id
    AND present.year = year_of(%(month)s::date)
    AND present.month = month_of(%(month)s::date)
CROSS JOIN LATERAL splits_between(
    %(user_id)s::uuid, assets.id, end_of_month(%(month)s::date), 'infinity'
) AS later
LEFT JOIN LATERAL newest_quantity(%(user_id)s::uuid, assets.id, %(month)s::date) AS held ON true
LEFT JOIN LATERAL splits_between(
    %(user_id)s::uuid, assets.id, end_of_month(held.period), 'infinity'
) AS grown ON true
LEFT JOIN LATERAL newest_price(
    %(user_id)s::uuid,
    assets.id,
    coalesce(assets.currency, users.base_currency),
    end_of_month(%(month)s::date)
) AS newest ON true
LEFT JOIN LATERAL splits_between(%(user_id)s::uuid, assets.id, newest.day, 'infinity') AS risen ON true
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (assets.kept_by = 'quantity' OR present.quantity IS NOT NULL)
ORDER BY assets.id;
