-- fx/wanted
-- The months that have no rate between a currency and the books' own, or one published before their last day.
--
-- param  user_id     uuid
-- param  currencies  text[]
-- param  first       date     the first month
-- param  last        date     the last month
-- param  today       date
-- param  replace     boolean  every one, also where a rate is on record
-- row    month       date
-- row    currency    text
SELECT
    months.month,
    wanted.currency
FROM months_between(%(first)s::date, %(last)s::date) AS months (month)
CROSS JOIN unnest(%(currencies)s::text[]) AS wanted (currency)
CROSS JOIN LATERAL (
    SELECT least((months.month + interval '1 month')::date - 1, %(today)s::date) AS day
) AS month_end
JOIN users ON users.id = %(user_id)s::uuid
WHERE
    %(replace)s::boolean
    OR NOT EXISTS (
        SELECT
        FROM fx_rates
        WHERE
            fx_rates.user_id = %(user_id)s::uuid
            AND fx_rates.year = year_of(months.month)
            AND fx_rates.month = month_of(months.month)
            AND (fx_rates.from_currency, fx_rates.to_currency)
                IN ((users.base_currency, wanted.currency), (wanted.currency, users.base_currency))
            AND (
                fx_rates.published_on IS NULL
                -- No bank publishes on a Saturday or a Sunday.
                OR fx_rates.published_on
                >= month_end.day - greatest(extract(isodow FROM month_end.day)::integer - 5, 0)
            )
    )
ORDER BY
    months.month,
    wanted.currency;
