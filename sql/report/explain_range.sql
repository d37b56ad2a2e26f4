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
        min(networth_materialized.period) AS oldest,
        max(networth_materialized.period) AS newest
    FROM networth_materialized
    WHERE networth_materialized.user_id = %(user_id)s::uuid
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
    max(kept.period) FILTER (WHERE kept.period <= asked.before) AS before_kept,
    max(kept.period) FILTER (WHERE kept.period <= asked.last) AS last_kept,
    asked.oldest,
    asked.newest
FROM asked
JOIN networth_materialized AS kept ON kept.user_id = %(user_id)s::uuid
GROUP BY asked.before, asked.last, asked.oldest, asked.newest
ORDER BY asked.last;
