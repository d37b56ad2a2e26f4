-- fx/set
-- Record what one currency cost in another in a month, in place of an earlier rate of that month.
--
-- param  user_id        uuid
-- param  from_currency  text
-- param  to_currency    text
-- param  month          date
-- param  rate           numeric
-- row    month          date
-- row    from_currency  text
-- row    to_currency    text
-- row    rate           numeric
-- row    previous_rate  numeric?  what the month held before
WITH earlier AS (
    SELECT fx_rates.rate
    FROM fx_rates
    WHERE
        fx_rates.user_id = %(user_id)s::uuid
        AND fx_rates.from_currency = %(from_currency)s::text
        AND fx_rates.to_currency = %(to_currency)s::text
        AND fx_rates.year = year_of(%(month)s::date)
        AND fx_rates.month = month_of(%(month)s::date)
),
written AS (
    INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
    VALUES (
        %(user_id)s::uuid,
        %(from_currency)s::text,
        %(to_currency)s::text,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        %(rate)s::numeric
    )
    ON CONFLICT (user_id, from_currency, to_currency, year, month) DO UPDATE SET
        rate = excluded.rate,
        crossed_rate = NULL,
        source = NULL,
        published_on = NULL
    RETURNING
        fx_rates.period,
        fx_rates.from_currency,
        fx_rates.to_currency,
        fx_rates.rate
)
SELECT
    written.period AS month,
    written.from_currency,
    written.to_currency,
    written.rate,
    earlier.rate AS previous_rate
FROM written
LEFT JOIN earlier ON true
ORDER BY written.period;
