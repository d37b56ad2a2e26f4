-- rule/waiting
-- The bank rows that wait for a decision, the oldest first, each with an entry that may be its twin.
-- A twin is an entry of no bank row, of the same amount on the same side, within five days, or in the same month where
-- it has no day.
--
-- param  user_id        uuid
-- param  base_currency  text      of the books
-- param  month_begins   integer
-- param  month          date?     of entries; null for all
-- row    id             text
-- row    day            date
-- row    month          date      of its entry
-- row    amount         numeric   in the account's sense and currency
-- row    currency       text
-- row    text           text
-- row    source_id      text
-- row    base_amount    numeric?  in the currency of the books; null where there is no rate
-- row    twin           text?     what it is, and the beginning of its id
WITH waiting AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.day,
        import_rows.amount,
        sources.currency,
        import_rows.text,
        import_rows.source_id
    FROM import_rows
    JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day >= coalesce(%(month)s::date - 31, '2000-01-01')
        AND import_rows.day < coalesce((%(month)s::date + interval '1 month')::date, '2101-01-01')
        AND (
            %(month)s::date IS NULL
            OR month_of_day(import_rows.day, %(month_begins)s::integer) = %(month)s::date
        )
),
days AS (
    SELECT
        min(waiting.day) - 5 AS first,
        max(waiting.day) + 5 AS last
    FROM waiting
),
rates AS MATERIALIZED (
    SELECT
        usable_rates.from_currency,
        usable_rates.period,
        usable_rates.rate
    FROM usable_rates
    WHERE
        usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.to_currency = %(base_currency)s::text
        AND (usable_rates.year, usable_rates.month)
            BETWEEN ((SELECT year_of(days.first) FROM days), (SELECT month_of(days.first) FROM days))
            AND ((SELECT year_of(days.last) FROM days), (SELECT month_of(days.last) FROM days))
),
turned AS (
    SELECT
        waiting.id,
        CASE
            WHEN waiting.currency = %(base_currency)s::text THEN waiting.amount
            ELSE converted(waiting.amount, rates.rate)
        END AS base_amount
    FROM waiting
    LEFT JOIN rates
        ON rates.from_currency = waiting.currency
        AND rates.period = first_of_month(year_of(waiting.day), month_of(waiting.day))
),
typed AS MATERIALIZED (
    SELECT
        signed_entries.noun || ' ' || substr(signed_entries.id::text, 1, 8) AS said,
        signed_entries.period,
        signed_entries.day,
        signed_entries.amount
    FROM signed_entries
    WHERE
        signed_entries.user_id = %(user_id)s::uuid
        AND (signed_entries.year, signed_entries.month)
            BETWEEN ((SELECT year_of(days.first) FROM days), (SELECT month_of(days.first) FROM days))
            AND (
                (SELECT year_of(month_of_day(days.last, %(month_begins)s::integer)) FROM days),
                (SELECT month_of(month_of_day(days.last, %(month_begins)s::integer)) FROM days)
            )
        AND signed_entries.import_row_id IS NULL
)
SELECT
    waiting.id::text AS id,
    waiting.day,
    month_of_day(waiting.day, %(month_begins)s::integer) AS month,
    waiting.amount,
    waiting.currency,
    waiting.text,
    waiting.source_id::text AS source_id,
    turned.base_amount,
    min(typed.said) AS twin
FROM waiting
JOIN turned ON turned.id = waiting.id
LEFT JOIN typed
    ON typed.amount = turned.base_amount
    AND may_be_of_day(typed.day, typed.period, waiting.day, %(month_begins)s::integer)
GROUP BY
    waiting.id, waiting.day, waiting.amount, waiting.currency, waiting.text, waiting.source_id, turned.base_amount
ORDER BY
    waiting.day,
    waiting.id;
