-- fx/earlier
-- The last rates between some currencies that are on record before a month, either way.
--
-- param  user_id          uuid
-- param  from_currencies  text[]
-- param  to_currencies    text[]
-- param  month            date
-- row    from_currency    text
-- row    to_currency      text
-- row    month            date
-- row    rate             numeric
SELECT
    wanted.from_currency,
    wanted.to_currency,
    newest.period AS month,
    newest.rate
FROM unnest(%(from_currencies)s::text[], %(to_currencies)s::text[]) AS wanted (from_currency, to_currency)
CROSS JOIN LATERAL (
    SELECT
        both_ways.period,
        both_ways.rate
    FROM (
        (
            SELECT
                fx_rates.period,
                fx_rates.rate
            FROM fx_rates
            WHERE
                fx_rates.user_id = %(user_id)s::uuid
                AND fx_rates.from_currency = wanted.from_currency
                AND fx_rates.to_currency = wanted.to_currency
                AND (fx_rates.year, fx_rates.month) < (year_of(%(month)s::date), month_of(%(month)s::date))
            ORDER BY
                fx_rates.year DESC,
                fx_rates.month DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT
                fx_rates.period,
                1 / fx_rates.rate AS rate
            FROM fx_rates
            WHERE
                fx_rates.user_id = %(user_id)s::uuid
                AND fx_rates.from_currency = wanted.to_currency
                AND fx_rates.to_currency = wanted.from_currency
                AND (fx_rates.year, fx_rates.month) < (year_of(%(month)s::date), month_of(%(month)s::date))
            ORDER BY
                fx_rates.year DESC,
                fx_rates.month DESC
            LIMIT 1
        )
    ) AS both_ways
    ORDER BY
        both_ways.period DESC,
        both_ways.rate
    LIMIT 1
) AS newest
ORDER BY
    wanted.from_currency,
    wanted.to_currency;
