-- price/differing
-- Prices on record that a file has otherwise, and that stay; both in the shares of today.
--
-- needs  price/stage
-- param  user_id     uuid
-- row    line        integer
-- row    asset       text
-- row    date        date
-- row    price       numeric  on record
-- row    file_price  numeric
SELECT
    staged.line,
    assets.asset_name AS asset,
    staged.day AS date,
    trim_scale(round(staged.on_record, 18)) AS price,
    trim_scale(round(staged.of_today, 18)) AS file_price
FROM staged_prices AS staged
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = staged.asset_id
WHERE staged.outcome = 'kept'
ORDER BY staged.line, lower(assets.asset_name), staged.asset_id;
