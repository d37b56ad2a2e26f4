-- fx/usable
-- What one unit of each currency is worth in another in a month, by the rates that are on record.
--
-- param  user_id      uuid
-- param  month        date
-- param  to_currency  text
-- row    currency     text
-- row    rate         numeric  in to_currency
SELECT
    usable_rates.from_currency AS currency,
    usable_rates.rate
FROM usable_rates
WHERE
    usable_rates.user_id = %(user_id)s::uuid
    AND usable_rates.to_currency = %(to_currency)s::text
    AND usable_rates.year = year_of(%(month)s::date)
    AND usable_rates.month = month_of(%(month)s::date)
ORDER BY usable_rates.from_currency;
