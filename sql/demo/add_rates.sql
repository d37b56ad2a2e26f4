-- demo/add_rates
-- Add exchange rates, each column as one list.
--
-- param  user_id        uuid
-- param  from_currency  text[]
-- param  to_currency    text[]
-- param  month          text[]
-- param  rate           numeric[]
INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
SELECT
    %(user_id)s::uuid,
    given.from_currency,
    given.to_currency,
    year_of(to_date(given.month, 'YYYY-MM')),
    month_of(to_date(given.month, 'YYYY-MM')),
    given.rate
FROM unnest(
    %(from_currency)s::text[],
    %(to_currency)s::text[],
    %(month)s::text[],
    %(rate)s::numeric[]
) AS given (from_currency, to_currency, month, rate)
ORDER BY given.month, given.from_currency;
