-- fx/publish
-- Record published rates; one that was typed, either way round, is kept unless all are replaced.
--
-- param  user_id          uuid
-- param  from_currencies  text[]
-- param  to_currencies    text[]
-- param  in_months        date[]
-- param  in_from          numeric[]  what one of a third currency costs in the first; 1 where that is the third itself
-- param  in_to            numeric[]  what it costs in the second
-- param  published_on     date[]
-- param  source           text
-- param  replace          boolean
-- row    month            date
-- row    from_currency    text
-- row    to_currency      text
-- row    rate             numeric
-- row    published_on     date
-- row    outcome          text       added, replaced, unchanged or kept: what is on record stays
WITH given AS (
    SELECT
        said.from_currency,
        said.to_currency,
        said.month,
        new.rate,
        said.published_on,
        CASE
            WHEN NOT earlier.is_there THEN 'added'
            WHEN earlier.is_typed AND NOT %(replace)s::boolean THEN 'kept'
            WHEN earlier.rate = new.rate AND NOT earlier.is_typed AND earlier.published_on = said.published_on
            THEN 'unchanged'
            ELSE 'replaced'
        END AS outcome
    FROM unnest(
        %(from_currencies)s::text[],
        %(to_currencies)s::text[],
        %(in_months)s::date[],
        %(in_from)s::numeric[],
        %(in_to)s::numeric[],
        %(published_on)s::date[]
    ) AS said (from_currency, to_currency, month, in_from, in_to, published_on)
    CROSS JOIN LATERAL (
        SELECT cross_rate(said.in_from, said.in_to) AS rate
    ) AS new
    CROSS JOIN LATERAL (
        SELECT
            count(*) > 0 AS is_there,
            bool_or(fx_rates.published_on IS NULL) AS is_typed,
            max(coalesce(fx_rates.crossed_rate, fx_rates.rate)) AS rate,
            max(fx_rates.published_on) AS published_on
        FROM fx_rates
        WHERE
            fx_rates.user_id = %(user_id)s::uuid
            AND fx_rates.year = year_of(said.month)
            AND fx_rates.month = month_of(said.month)
            AND (fx_rates.from_currency, fx_rates.to_currency)
                IN ((said.from_currency, said.to_currency), (said.to_currency, said.from_currency))
    ) AS earlier
),
turned AS (
    DELETE FROM fx_rates
    USING given
    WHERE
        fx_rates.user_id = %(user_id)s::uuid
        AND fx_rates.from_currency = given.to_currency
        AND fx_rates.to_currency = given.from_currency
        AND fx_rates.year = year_of(given.month)
        AND fx_rates.month = month_of(given.month)
        AND given.outcome = 'replaced'
),
written AS (
    INSERT INTO fx_rates (
        user_id, from_currency, to_currency, year, month, rate, crossed_rate, source, published_on
    )
    SELECT
        %(user_id)s::uuid,
        given.from_currency,
        given.to_currency,
        year_of(given.month),
        month_of(given.month),
        round(given.rate, 12),
        CASE WHEN given.rate <> round(given.rate, 12) THEN given.rate END,
        %(source)s::text,
        given.published_on
    FROM given
    WHERE given.outcome IN ('added', 'replaced')
    ORDER BY
        given.month,
        given.from_currency
    ON CONFLICT (user_id, from_currency, to_currency, year, month) DO UPDATE SET
        rate = excluded.rate,
        crossed_rate = excluded.crossed_rate,
        source = excluded.source,
        published_on = excluded.published_on
)
SELECT
    given.month,
    given.from_currency,
    given.to_currency,
    given.rate,
    given.published_on,
    given.outcome
FROM given
ORDER BY
    given.month,
    given.from_currency,
    given.to_currency;
