-- inbox/find
-- The bank rows whose ids lie in a range, which is what the beginning of an id stands for.
--
-- param  user_id          uuid
-- param  base_currency    text      of the books
-- param  first_id         uuid
-- param  last_id          uuid
-- row    id               text
-- row    day              date
-- row    value_day        date?
-- row    amount           numeric   in the account's sense and currency
-- row    currency         text
-- row    text             text
-- row    source           text
-- row    source_id        text
-- row    file             text
-- row    line             integer
-- row    counter_account  text?
-- row    bank_category    text?     as the file calls it
-- row    decision         text
-- row    because          text?
-- row    base_amount      numeric?  in the currency of the books; null where there is no rate
-- row    pair_id          text?
WITH found AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.import_id,
        import_rows.source_id,
        import_rows.day,
        import_rows.value_day,
        import_rows.amount,
        import_rows.text,
        import_rows.line,
        import_rows.counter_account,
        import_rows.category,
        import_rows.decision,
        import_rows.because,
        import_rows.pair_id,
        year_of(import_rows.day) AS year,
        month_of(import_rows.day) AS month
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
    ORDER BY import_rows.day, import_rows.id
    LIMIT 2
)
SELECT
    found.id::text AS id,
    found.day,
    found.value_day,
    found.amount,
    sources.currency,
    found.text,
    sources.source_name AS source,
    sources.id::text AS source_id,
    imports.file_name AS file,
    found.line,
    found.counter_account,
    found.category AS bank_category,
    found.decision,
    found.because,
    CASE
        WHEN sources.currency = %(base_currency)s::text THEN found.amount
        ELSE converted(found.amount, rates.rate)
    END AS base_amount,
    found.pair_id::text AS pair_id
FROM found
JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = found.import_id
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = found.source_id
LEFT JOIN LATERAL (
    SELECT usable_rates.rate
    FROM usable_rates
    WHERE
        usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = sources.currency
        AND usable_rates.to_currency = %(base_currency)s::text
        AND usable_rates.year = found.year
        AND usable_rates.month = found.month
    ORDER BY usable_rates.rate
    LIMIT 1
) AS rates ON true
ORDER BY found.day, found.id;
