-- books/write_rates
-- Write the exchange rates of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO fx_rates (
    user_id, id, from_currency, to_currency, year, month, rate, crossed_rate, source, published_on, created_at,
    updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.from_currency,
    said.to_currency,
    year_of(said.month),
    month_of(said.month),
    round(said.rate, 12),
    CASE WHEN said.rate <> round(said.rate, 12) THEN said.rate END,
    said.source,
    said.published_on,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, from_currency text, to_currency text, rate numeric, source text,
    published_on date, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'rates'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    from_currency = excluded.from_currency,
    to_currency = excluded.to_currency,
    year = excluded.year,
    month = excluded.month,
    rate = excluded.rate,
    crossed_rate = excluded.crossed_rate,
    source = excluded.source,
    published_on = excluded.published_on;
