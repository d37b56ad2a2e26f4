-- price/decide
-- Turn the prices of a file into those of the shares of their days and of today, and decide on each.
-- What differs on record is replaced or kept. A price that services have restated after a split is rounded: where
-- the one on record is the same to as many decimals, nothing has changed.
--
-- needs  price/stage
-- param  user_id       uuid
-- param  of_their_day  boolean  the file's prices are of the shares of their days, and not of today's
-- param  replace       boolean
WITH since AS (
    SELECT
        begins.asset_id,
        begins.day AS first_day,
        lead(begins.day) OVER (PARTITION BY begins.asset_id ORDER BY begins.day) AS next_day,
        split.numerator,
        split.denominator
    FROM (
        SELECT
            splits.asset_id,
            splits.day
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid
        UNION
        SELECT
            splits.asset_id,
            '-infinity'::date AS day
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid
    ) AS begins
    CROSS JOIN LATERAL splits_between(%(user_id)s::uuid, begins.asset_id, begins.day, 'infinity') AS split
),
restated_prices AS (
    SELECT
        staged.ctid AS place,
        staged.asset_id,
        staged.day,
        staged.price,
        split.numerator,
        split.denominator,
        row_number() OVER (PARTITION BY staged.asset_id, staged.day ORDER BY staged.line) AS turn,
        CASE
            WHEN split.numerator IS NULL OR %(of_their_day)s::boolean THEN staged.price
            ELSE restated(staged.price, split.numerator, split.denominator)
        END AS of_its_day,
        CASE
            WHEN split.numerator IS NULL OR NOT %(of_their_day)s::boolean THEN staged.price
            ELSE restated(staged.price, split.denominator, split.numerator)
        END AS of_today
    FROM staged_prices AS staged
    LEFT JOIN since AS split
        ON split.asset_id = staged.asset_id
        AND staged.day >= split.first_day
        AND staged.day < coalesce(split.next_day, 'infinity')
),
judged AS (
    SELECT
        restated_prices.place,
        restated_prices.of_its_day,
        restated_prices.of_today,
        restated(
            earlier.price,
            coalesce(restated_prices.denominator, 1),
            coalesce(restated_prices.numerator, 1)
        ) AS on_record,
        CASE
            WHEN restated_prices.turn > 1 THEN 'repeated'
            WHEN earlier.price IS NULL THEN 'added'
            WHEN earlier.currency = coalesce(assets.currency, users.base_currency) AND (
                earlier.price = restated_prices.of_its_day
                OR (
                    restated_prices.numerator <> restated_prices.denominator
                    AND NOT %(of_their_day)s::boolean
                    AND round(
                        restated(earlier.price, restated_prices.denominator, restated_prices.numerator),
                        scale(restated_prices.price)
                    ) = restated_prices.price
                )
            ) THEN 'unchanged'
            WHEN %(replace)s::boolean THEN 'replaced'
            ELSE 'kept'
        END AS outcome
    FROM restated_prices
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = restated_prices.asset_id
    JOIN users ON users.id = assets.user_id
    LEFT JOIN prices AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.asset_id = restated_prices.asset_id
        AND earlier.day = restated_prices.day
)
UPDATE staged_prices
SET
    of_its_day = judged.of_its_day,
    of_today = judged.of_today,
    on_record = judged.on_record,
    outcome = judged.outcome
FROM judged
WHERE staged_prices.ctid = judged.place;
