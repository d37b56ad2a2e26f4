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
    min(kept.period) AS oldest,
    max(kept.period) AS newest,
    %(last)s::date IS NULL OR bool_or(kept.period = %(last)s::date) AS has_last
FROM networth_materialized AS kept
WHERE kept.user_id = %(user_id)s::uuid
HAVING count(*) > 0
ORDER BY oldest;
