-- report/explain_range
-- The two months whose ends are compared, and the nearest that hold values; no row in empty books.
-- Without a range it is the newest month with values and the one before it, else all that is on record.
--
-- param  user_id      uuid
-- param  first        date?  the first month whose change is asked for
-- param  last         date?  the last one
-- row    before       date   the month before the first
-- row    last         date
-- row    before_kept  date?  the newest month with values up to `before`
-- row    last_kept    date?  the newest month with values up to `last`
-- row    oldest       date   the first month with values
-- row    newest       date   the last one
WITH record AS (
    SELECT
        (
            SELECT kept.period
            FROM networth_materialized AS kept
            WHERE kept.user_id = %(user_id)s::uuid
            ORDER BY kept.year, kept.month
            LIMIT 1
        ) AS oldest,
        (
            SELECT kept.period
            FROM networth_materialized AS kept
            WHERE kept.user_id = %(user_id)s::uuid
            ORDER BY kept.year DESC, kept.month DESC
            LIMIT 1
        ) AS newest
),
asked AS (
    SELECT
        record.oldest,
        record.newest,
        CASE
            WHEN %(first)s::date IS NOT NULL THEN (%(first)s::date - interval '1 month')::date
            WHEN %(last)s::date IS NOT NULL THEN record.oldest
            ELSE (record.newest - interval '1 month')::date
        END AS before,
        coalesce(%(last)s::date, record.newest) AS last
    FROM record
    WHERE record.newest IS NOT NULL
)
SELECT
    asked.before,
    asked.last,
    (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = %(user_id)s::uuid
            AND (kept.year, kept.month) <= (year_of(asked.before), month_of(asked.before))
        ORDER BY kept.year DESC, kept.month DESC
        LIMIT 1
    ) AS before_kept,
    (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = %(user_id)s::uuid
            AND (kept.year, kept.month) <= (year_of(asked.last), month_of(asked.last))
        ORDER BY kept.year DESC, kept.month DESC
        LIMIT 1
    ) AS last_kept,
    asked.oldest,
    asked.newest
FROM asked
ORDER BY asked.last;
