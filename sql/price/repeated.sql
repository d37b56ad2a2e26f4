-- price/repeated
-- The lines of a file whose day has another price in an earlier line.
--
-- needs  price/stage
-- param  user_id      uuid
-- row    line         integer
-- row    asset        text
-- row    date         date
-- row    price        numeric
-- row    first_line   integer
-- row    first_price  numeric
WITH compared AS (
    SELECT
        staged.line,
        staged.asset_id,
        staged.day,
        staged.price,
        first_value(staged.line) OVER of_day AS first_line,
        first_value(staged.price) OVER of_day AS first_price
    FROM staged_prices AS staged
    WINDOW of_day AS (PARTITION BY staged.asset_id, staged.day ORDER BY staged.line)
)
SELECT
    compared.line,
    assets.asset_name AS asset,
    compared.day AS date,
    compared.price,
    compared.first_line,
    compared.first_price
FROM compared
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = compared.asset_id
WHERE compared.price <> compared.first_price
ORDER BY compared.line, assets.asset_name
LIMIT 100;
