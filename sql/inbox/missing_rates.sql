-- inbox/missing_rates
-- The rates that are not on record and that staged decisions need.
--
-- needs  inbox/stage_decisions
-- param  user_id        uuid
-- param  base_currency  text  of the books
-- row    currency       text
-- row    month          date
SELECT DISTINCT
    sources.currency,
    months.month
FROM staged_decisions AS staged
JOIN import_rows ON import_rows.user_id = %(user_id)s::uuid AND import_rows.id = staged.row_id
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
CROSS JOIN LATERAL (
    SELECT first_of_month(year_of(import_rows.day), month_of(import_rows.day)) AS month
) AS months
LEFT JOIN usable_rates
    ON usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.from_currency = sources.currency
    AND usable_rates.to_currency = %(base_currency)s::text
    AND usable_rates.period = months.month
WHERE
    staged.decision IN ('category', 'contribution')
    AND sources.currency <> %(base_currency)s::text
    AND usable_rates.rate IS NULL
ORDER BY sources.currency, months.month;
