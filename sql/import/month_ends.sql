-- import/month_ends
-- What an account stood at at the end of each month between two days: what it closed with, less the rows since.
-- The rows are those of the file, where it proves itself, or all that the books have of the source since the file before,
-- which has said itself what it closed with.
--
-- needs  import/stage_judged_rows
-- param  user_id    uuid
-- param  file       integer
-- param  source_id  uuid
-- param  by_file    boolean  whether the rows are those of the file
-- param  closing    numeric
-- param  closed_on  date     at the end of which day it was that
-- param  proven_on  date     from the end of which day on all rows are there
-- param  today      date     whose month has not ended
-- row    month      date
-- row    balance    numeric
WITH ends AS (
    SELECT
        months.day::date AS month,
        (months.day + interval '1 month - 1 day')::date AS last_day
    FROM generate_series(
        date_trunc('month', %(proven_on)s::date), date_trunc('month', %(closed_on)s::date), interval '1 month'
    ) AS months (day)
),
movements AS (
    SELECT
        judged.day,
        judged.amount
    FROM judged_rows AS judged
    WHERE
        %(by_file)s::boolean
        AND judged.file = %(file)s::integer
        AND judged.source_id = %(source_id)s::uuid
        AND judged.state <> 'pending'
        AND judged.day <= %(closed_on)s::date
    UNION ALL
    SELECT
        import_rows.day,
        import_rows.amount
    FROM import_rows
    WHERE
        NOT %(by_file)s::boolean
        AND import_rows.user_id = %(user_id)s::uuid
        AND import_rows.source_id = %(source_id)s::uuid
        AND import_rows.day > %(proven_on)s::date
        AND import_rows.day <= %(closed_on)s::date
),
by_month AS (
    SELECT
        ends.month,
        ends.last_day,
        sum(coalesce(sums.amount, 0)) OVER (ORDER BY ends.month DESC) - coalesce(sums.amount, 0) AS since
    FROM ends
    LEFT JOIN (
        SELECT
            first_of_month(year_of(movements.day), month_of(movements.day)) AS month,
            sum(movements.amount) AS amount
        FROM movements
        GROUP BY first_of_month(year_of(movements.day), month_of(movements.day))
    ) AS sums ON sums.month = ends.month
)
SELECT
    by_month.month,
    %(closing)s::numeric - by_month.since AS balance
FROM by_month
WHERE
    by_month.last_day BETWEEN %(proven_on)s::date AND %(closed_on)s::date
    AND (by_month.last_day > %(proven_on)s::date OR by_month.last_day = %(closed_on)s::date OR %(by_file)s::boolean)
    AND by_month.last_day < %(today)s::date
ORDER BY by_month.month;
