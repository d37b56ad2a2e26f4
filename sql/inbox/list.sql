-- inbox/list
-- The bank rows that wait, the newest first, each with the row that may be its other side.
-- That one is in another source, of the opposite amount and the same currency, within five days, and waits or is a
-- transfer without another side.
--
-- param  user_id        uuid
-- param  base_currency  text      of the books
-- param  first          date?     the first day
-- param  last           date?     the last day
-- param  source_id      uuid?
-- param  search         text?     part of the bank's text, in any case
-- param  limit          bigint?   how many; null for all
-- row    id             text
-- row    day            date
-- row    amount         numeric   in the account's sense and currency
-- row    currency       text
-- row    text           text
-- row    source         text
-- row    source_id      text
-- row    bank_category  text?     as the file calls it
-- row    because        text?
-- row    base_amount    numeric?  in the currency of the books; null where there is no rate
-- row    other_id       text?
-- row    other_day      date?
-- row    other_source   text?
WITH waiting AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.day,
        import_rows.amount,
        import_rows.text,
        import_rows.source_id,
        import_rows.category,
        import_rows.because
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day BETWEEN coalesce(%(first)s::date, '2000-01-01') AND coalesce(%(last)s::date, '2100-12-31')
        AND (%(source_id)s::uuid IS NULL OR import_rows.source_id = %(source_id)s::uuid)
        AND (
            %(search)s::text IS NULL
            OR position(searchable(%(search)s::text) IN searchable(import_rows.text)) > 0
        )
    ORDER BY import_rows.day DESC, import_rows.id
    LIMIT %(limit)s::bigint
)
SELECT
    waiting.id::text AS id,
    waiting.day,
    waiting.amount,
    sources.currency,
    waiting.text,
    sources.source_name AS source,
    waiting.source_id::text AS source_id,
    waiting.category AS bank_category,
    waiting.because,
    CASE
        WHEN sources.currency = %(base_currency)s::text THEN waiting.amount
        ELSE converted(waiting.amount, usable_rates.rate)
    END AS base_amount,
    other.id::text AS other_id,
    other.day AS other_day,
    other.source_name AS other_source
FROM waiting
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = waiting.source_id
LEFT JOIN usable_rates
    ON usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.from_currency = sources.currency
    AND usable_rates.to_currency = %(base_currency)s::text
    AND usable_rates.period = first_of_month(year_of(waiting.day), month_of(waiting.day))
LEFT JOIN LATERAL (
    SELECT
        import_rows.id,
        import_rows.day,
        others.source_name
    FROM sources AS others
    JOIN import_rows
        ON import_rows.user_id = %(user_id)s::uuid
        AND import_rows.source_id = others.id
        AND import_rows.day BETWEEN waiting.day - 5 AND waiting.day + 5
        AND import_rows.amount = -waiting.amount
        AND import_rows.decision IN ('waits', 'transfer')
        AND import_rows.pair_id IS NULL
    WHERE
        others.user_id = %(user_id)s::uuid
        AND others.currency = sources.currency
        AND others.id <> sources.id
    ORDER BY abs(import_rows.day - waiting.day), import_rows.id
    LIMIT 1
) AS other ON waiting.amount <> 0
ORDER BY waiting.day DESC, waiting.id;
