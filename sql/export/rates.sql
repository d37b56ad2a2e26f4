-- export/rates
-- The exchange rates of months.
--
-- param  user_id        uuid
-- param  first          date?    the first month; null for all
-- param  last           date?    the last month
-- row    month          date
-- row    from_currency  text
-- row    to_currency    text
-- row    rate           numeric
-- row    source         text?
-- row    published_on   date?
-- row    id             text
-- row    created_at     text
-- row    updated_at     text
SELECT
    fx_rates.period AS month,
    fx_rates.from_currency,
    fx_rates.to_currency,
    coalesce(fx_rates.crossed_rate, fx_rates.rate) AS rate,
    fx_rates.source,
    fx_rates.published_on,
    fx_rates.id::text AS id,
    to_char(fx_rates.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(fx_rates.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM fx_rates
WHERE
    fx_rates.user_id = %(user_id)s::uuid
    AND (fx_rates.year, fx_rates.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    fx_rates.year,
    fx_rates.month,
    fx_rates.from_currency COLLATE "C",
    fx_rates.to_currency COLLATE "C";
