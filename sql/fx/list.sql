-- fx/list
-- Recorded exchange rates, newest month first.
--
-- param  user_id        uuid
-- param  first          date?  the first month; null for all
-- param  last           date?  the last month
-- row    month          date
-- row    from_currency  text
-- row    to_currency    text
-- row    rate           numeric  what one unit of from_currency cost in to_currency
-- row    source         text?    who published it; null for one that was typed
-- row    published_on   date?    the day that it is of
SELECT
    fx_rates.period AS month,
    fx_rates.from_currency,
    fx_rates.to_currency,
    coalesce(fx_rates.crossed_rate, fx_rates.rate) AS rate,
    fx_rates.source,
    fx_rates.published_on
FROM fx_rates
WHERE
    fx_rates.user_id = %(user_id)s::uuid
    AND (fx_rates.year, fx_rates.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    fx_rates.year DESC,
    fx_rates.month DESC,
    fx_rates.from_currency,
    fx_rates.to_currency;
