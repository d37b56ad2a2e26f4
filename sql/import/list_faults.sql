-- import/list_faults
-- What stands against importing a line of a list of our own: another currency, or a quantity.
--
-- needs  import/stage
-- param  user_id     uuid
-- row    line        integer
-- row    month       date?     null where it is the currency or the rate that is wrong
-- row    fault       text
-- row    asset       text      as the file writes it
-- row    said        text?     the rate, the currency or the value that the line gives
-- row    kept        text?     what it should be
-- row    first_line  integer?  always null
WITH judged AS (
    SELECT
        staged.line,
        staged.month,
        staged.asset,
        staged.value,
        staged.amount,
        staged.rate,
        staged.amount_currency,
        round(staged.quantity * staged.price, 4) AS product,
        follows.value AS kept_value,
        CASE
            WHEN staged.amount_currency = users.base_currency THEN 'own_currency'
            WHEN staged.rate <> round(staged.rate, 42) THEN 'rate_unknown'
            WHEN abs(staged.amount - staged.quantity * staged.price) > 0.0001 THEN 'amount_differs'
            WHEN abs(staged.value - follows.value) > CASE WHEN staged.quantity IS NULL THEN 0 ELSE 0.0001 END
                THEN 'value_differs'
        END AS fault
    FROM staged_values AS staged
    JOIN users ON users.id = %(user_id)s::uuid
    CROSS JOIN LATERAL (
        SELECT converted(coalesce(staged.quantity * staged.price, staged.amount), coalesce(staged.rate, 1)) AS value
    ) AS follows
    WHERE staged.amount IS NOT NULL OR staged.quantity IS NOT NULL
)
SELECT
    judged.line,
    CASE WHEN judged.fault IN ('value_differs', 'amount_differs') THEN judged.month END AS month,
    judged.fault,
    judged.asset,
    CASE judged.fault
        WHEN 'own_currency' THEN judged.amount_currency
        WHEN 'rate_unknown' THEN judged.rate::text
        WHEN 'amount_differs' THEN trim_scale(judged.amount)::text
        ELSE trim_scale(judged.value)::text
    END AS said,
    CASE judged.fault
        WHEN 'value_differs' THEN trim_scale(judged.kept_value)::text
        WHEN 'amount_differs' THEN trim_scale(judged.product)::text
    END AS kept,
    NULL::integer AS first_line
FROM judged
WHERE judged.fault IS NOT NULL
ORDER BY judged.line, month;
