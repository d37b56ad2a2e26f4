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
SELECT
    import_rows.id::text AS id,
    import_rows.day,
    import_rows.value_day,
    import_rows.amount,
    sources.currency,
    import_rows.text,
    sources.source_name AS source,
    sources.id::text AS source_id,
    imports.file_name AS file,
    import_rows.line,
    import_rows.counter_account,
    import_rows.category AS bank_category,
    import_rows.decision,
    import_rows.because,
    CASE
        WHEN sources.currency = %(base_currency)s::text THEN import_rows.amount
        ELSE converted(import_rows.amount, usable_rates.rate)
    END AS base_amount,
    import_rows.pair_id::text AS pair_id
FROM import_rows
JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = import_rows.import_id
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
LEFT JOIN usable_rates
    ON usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.from_currency = sources.currency
    AND usable_rates.to_currency = %(base_currency)s::text
    AND usable_rates.period = first_of_month(year_of(import_rows.day), month_of(import_rows.day))
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY import_rows.day, import_rows.id
LIMIT 2;
