-- fx/list
-- Recorded exchange rates, newest month first.
--
-- param  user_id        uuid
-- param  month          date?  one month; null for every month
-- row    month          date
-- row    from_currency  text
-- row    to_currency    text
-- row    rate           numeric  what one unit of from_currency cost in to_currency
SELECT
    fx_rates.period AS month,
    fx_rates.from_currency,
    fx_rates.to_currency,
    fx_rates.rate
FROM fx_rates
WHERE
    fx_rates.user_id = %(user_id)s::uuid
    AND (%(month)s::date IS NULL OR fx_rates.period = %(month)s::date)
ORDER BY
    fx_rates.year DESC,
    fx_rates.month DESC,
    fx_rates.from_currency,
    fx_rates.to_currency;
