-- report/returns_range
-- The first and the last month with values, and whether the month that was asked for has any.
-- No row in empty books.
--
-- param  user_id   uuid
-- param  last      date?  the month asked for; null for the last one with values
-- row    oldest    date
-- row    newest    date
-- row    has_last  boolean
SELECT
    oldest.period AS oldest,
    newest.period AS newest,
    %(last)s::date IS NULL OR EXISTS (
        SELECT
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = %(user_id)s::uuid
            AND kept.year = year_of(%(last)s::date)
            AND kept.month = month_of(%(last)s::date)
    ) AS has_last
FROM (
    SELECT kept.period
    FROM networth_materialized AS kept
    WHERE kept.user_id = %(user_id)s::uuid
    ORDER BY kept.year, kept.month
    LIMIT 1
) AS oldest
CROSS JOIN (
    SELECT kept.period
    FROM networth_materialized AS kept
    WHERE kept.user_id = %(user_id)s::uuid
    ORDER BY kept.year DESC, kept.month DESC
    LIMIT 1
) AS newest
ORDER BY oldest.period;
