-- inbox/twins
-- Entries that may be what bank rows say that wait, each with the row that it is nearest to.
-- An entry of no bank row, of the same amount on the same side, within five days, or in the same month where it has
-- no day. Of those that fit each other the nearest are named, and each once.
--
-- param  user_id        uuid
-- param  base_currency  text  of the books
-- param  month_begins   integer
-- param  first          date?  the first day of rows
-- param  last           date?  the last day of rows
-- row    row_id         text
-- row    noun           text  income or expense
-- row    id             text
WITH waiting AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.day,
        CASE
            WHEN sources.currency = %(base_currency)s::text THEN import_rows.amount
            ELSE converted(import_rows.amount, usable_rates.rate)
        END AS amount
    FROM import_rows
    JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
    LEFT JOIN usable_rates
        ON usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = sources.currency
        AND usable_rates.to_currency = %(base_currency)s::text
        AND usable_rates.period = first_of_month(year_of(import_rows.day), month_of(import_rows.day))
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day BETWEEN coalesce(%(first)s::date, '2000-01-01') AND coalesce(%(last)s::date, '2100-12-31')
),
days AS (
    SELECT
        min(waiting.day) - 5 AS first,
        max(waiting.day) + 5 AS last
    FROM waiting
),
typed AS MATERIALIZED (
    SELECT
        signed_entries.noun,
        signed_entries.id,
        signed_entries.period,
        signed_entries.day,
        signed_entries.amount
    FROM signed_entries
    WHERE
        signed_entries.user_id = %(user_id)s::uuid
        AND (signed_entries.year, signed_entries.month)
            BETWEEN ((SELECT year_of(days.first) FROM days), (SELECT month_of(days.first) FROM days))
            AND (
                (SELECT year_of(month_of_day(days.last, %(month_begins)s::integer)) FROM days),
                (SELECT month_of(month_of_day(days.last, %(month_begins)s::integer)) FROM days)
            )
        AND signed_entries.import_row_id IS NULL
),
nearest AS (
    SELECT DISTINCT ON (typed.id)
        waiting.id AS row_id,
        typed.noun,
        typed.id,
        abs(typed.day - waiting.day) AS apart
    FROM waiting
    JOIN typed
        ON typed.amount = waiting.amount
        AND may_be_of_day(typed.day, typed.period, waiting.day, %(month_begins)s::integer)
    ORDER BY typed.id, abs(typed.day - waiting.day), waiting.day, waiting.id
)
SELECT DISTINCT ON (nearest.row_id)
    nearest.row_id::text AS row_id,
    nearest.noun,
    nearest.id::text AS id
FROM nearest
ORDER BY nearest.row_id, nearest.apart, nearest.id;
