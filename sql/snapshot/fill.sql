-- snapshot/fill
-- Give each open asset that is kept by quantity its value of a month: its newest quantity at the month's price.
-- What was carried into the month gives way; what was written down for it stays, unless all is asked for.
--
-- param  user_id     uuid
-- param  month       date
-- param  everything  boolean   also what was written down for the month
-- param  today       date
-- row    asset       text
-- row    currency    text      of the price
-- row    outcome     text      filled, unchanged, kept, or what lacks: quantity, price, rate
-- row    value       numeric?  in the user's currency, negative for a debt; null where none was written
-- row    quantity    numeric?  in the shares of today
-- row    price       numeric?  in the shares of today
-- row    date        date?     on which it was that
-- row    age         integer?  days to the end of the month, or to today where that is before
-- row    is_new      boolean   whether the month had no value
-- row    id          text      of the asset
WITH judged AS (
    SELECT
        held.asset_id,
        held.asset_name,
        held.currency,
        held.is_foreign,
        CASE WHEN held.is_foreign THEN held.rate END AS rate,
        held.quantity,
        CASE WHEN held.quantity <> 0 THEN held.price END AS price,
        held.day,
        held.quantity * CASE WHEN held.quantity = 0 THEN 0 ELSE held.price END AS amount,
        present.id IS NULL AS is_new,
        CASE
            WHEN NOT present.carried AND NOT %(everything)s::boolean THEN 'kept'
            WHEN held.quantity IS NULL THEN 'quantity'
            WHEN held.price IS NULL AND held.quantity <> 0 THEN 'price'
            WHEN held.is_foreign AND held.rate IS NULL THEN 'rate'
            WHEN NOT present.carried
                AND present.quantity = held.quantity
                AND present.price IS NOT DISTINCT FROM CASE WHEN held.quantity <> 0 THEN held.price END
                AND present.rate IS NOT DISTINCT FROM CASE WHEN held.is_foreign THEN held.rate END
                THEN 'unchanged'
            ELSE 'filled'
        END AS outcome
    FROM month_holdings(%(user_id)s::uuid, %(month)s::date) AS held
    LEFT JOIN asset_inputs AS present
        ON present.user_id = %(user_id)s::uuid
        AND present.asset_id = held.asset_id
        AND present.year = year_of(%(month)s::date)
        AND present.month = month_of(%(month)s::date)
),
written AS (
    INSERT INTO asset_inputs (
        user_id, asset_id, year, month, total, native_amount, currency, rate, quantity, price
    )
    SELECT
        %(user_id)s::uuid,
        judged.asset_id,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        CASE WHEN judged.is_foreign THEN converted(judged.amount, judged.rate) ELSE round(judged.amount, 4) END,
        CASE WHEN judged.is_foreign THEN round(judged.amount, 4) END,
        CASE WHEN judged.is_foreign THEN judged.currency END,
        judged.rate,
        judged.quantity,
        judged.price
    FROM judged
    WHERE judged.outcome = 'filled'
    ORDER BY judged.asset_id
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        total = excluded.total,
        native_amount = excluded.native_amount,
        currency = excluded.currency,
        rate = excluded.rate,
        quantity = excluded.quantity,
        price = excluded.price,
        carried = false,
        import_id = excluded.import_id
    RETURNING
        asset_inputs.asset_id,
        asset_inputs.total
)
SELECT
    judged.asset_name AS asset,
    judged.currency,
    judged.outcome,
    written.total AS value,
    trim_scale(round(restated(judged.quantity, later.numerator, later.denominator), 18)) AS quantity,
    trim_scale(round(restated(judged.price, later.denominator, later.numerator), 18)) AS price,
    judged.day AS date,
    least(end_of_month(%(month)s::date), greatest(%(today)s::date, judged.day)) - judged.day AS age,
    judged.is_new,
    judged.asset_id::text AS id
FROM judged
CROSS JOIN LATERAL splits_between(
    %(user_id)s::uuid, judged.asset_id, end_of_month(%(month)s::date), 'infinity'
) AS later
LEFT JOIN written ON written.asset_id = judged.asset_id
ORDER BY lower(judged.asset_name), judged.asset_id;
