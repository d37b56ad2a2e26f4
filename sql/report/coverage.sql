-- report/coverage
-- How much of what is on record of some months is known: values, bank rows that wait, and which months are closed.
--
-- param  user_id        uuid
-- param  month_begins   integer
-- param  values_from    date      the first month whose values count
-- param  first          date      the first of the months
-- param  last           date      the last one
-- row    recorded       bigint    values that were written down
-- row    carried        bigint    values that were copied forward
-- row    carried_age    integer?  how many months before its own the oldest of those was written down
-- row    carried_month  date?     the newest month with one of them
-- row    bank_rows      bigint    that wait in the inbox
-- row    open_months    integer   of them, that are not closed
-- row    open_from      date?     the first of these
WITH inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        first_of_month(asset_inputs.year, asset_inputs.month) AS month,
        asset_inputs.carried
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(values_from)s::date), month_of(%(values_from)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
copies AS (
    SELECT
        max(months_apart(written.period, inputs.month)) AS age,
        max(inputs.month) AS month
    FROM inputs
    LEFT JOIN LATERAL newest_written(%(user_id)s::uuid, inputs.asset_id, inputs.month) AS written ON true
    WHERE inputs.carried
),
waiting AS (
    SELECT count(*) AS rows
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day >= %(first)s::date - 31
        AND import_rows.day < (%(last)s::date + interval '1 month')::date
        AND month_of_day(import_rows.day, %(month_begins)s::integer) BETWEEN %(first)s::date AND %(last)s::date
),
seals AS (
    SELECT greatest(
        %(first)s::date,
        (closed_through(%(user_id)s::uuid) + interval '1 month')::date
    ) AS open_from
)
SELECT
    (SELECT count(*) FROM inputs WHERE NOT inputs.carried) AS recorded,
    (SELECT count(*) FROM inputs WHERE inputs.carried) AS carried,
    copies.age AS carried_age,
    copies.month AS carried_month,
    waiting.rows AS bank_rows,
    greatest(months_apart(seals.open_from, %(last)s::date) + 1, 0) AS open_months,
    CASE WHEN seals.open_from <= %(last)s::date THEN seals.open_from END AS open_from
FROM copies
CROSS JOIN waiting
CROSS JOIN seals
ORDER BY waiting.rows;
