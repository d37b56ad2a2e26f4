-- report/waiting
-- What waits in the inbox of a range of months, a row for each currency, the most rows first.
--
-- param  user_id       uuid
-- param  month_begins  integer
-- param  first        date     the first month
-- param  last         date     the last month
-- row    currency     text     of the account
-- row    rows         bigint
-- row    amount       numeric  of them all, in the account's sense: minus is out
-- row    first_month  date     the first with one of them
-- row    last_month   date
WITH waiting AS MATERIALIZED (
    SELECT
        import_rows.source_id,
        count(*) AS rows,
        sum(import_rows.amount) AS amount,
        min(import_rows.day) AS first_day,
        max(import_rows.day) AS last_day
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day >= %(first)s::date - 31
        AND import_rows.day < (%(last)s::date + interval '1 month')::date
        AND month_of_day(import_rows.day, %(month_begins)s::integer) BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY import_rows.source_id
)
SELECT
    sources.currency,
    sum(waiting.rows)::bigint AS rows,
    sum(waiting.amount) AS amount,
    month_of_day(min(waiting.first_day), %(month_begins)s::integer) AS first_month,
    month_of_day(max(waiting.last_day), %(month_begins)s::integer) AS last_month
FROM waiting
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = waiting.source_id
GROUP BY sources.currency
ORDER BY rows DESC, sources.currency;
