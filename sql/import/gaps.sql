-- import/gaps
-- Days between files of a source that no file of it covers, newest first.
-- Where the balance after the one is that before the other, nothing happened between them: that is no gap. A file that
-- does not say what it opened with and follows was proven by the one before.
--
-- param  user_id    uuid
-- param  source_id  uuid?  null for all
-- row    source     text
-- row    first_day  date
-- row    last_day   date
WITH covered AS (
    SELECT
        imports.source_id,
        imports.first_day,
        max(imports.last_day) OVER earlier AS last_day_before,
        coalesce(imports.opening = ANY (array_agg(imports.closing) OVER earlier), false)
        OR (imports.opening IS NULL AND coalesce(imports.follows, false)) AS follows_on
    FROM imports
    WHERE
        imports.user_id = %(user_id)s::uuid
        AND (%(source_id)s::uuid IS NULL OR imports.source_id = %(source_id)s::uuid)
        AND imports.first_day IS NOT NULL
    WINDOW earlier AS (
        PARTITION BY imports.source_id
        ORDER BY imports.first_day, imports.last_day, imports.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
SELECT
    sources.source_name AS source,
    covered.last_day_before + 1 AS first_day,
    covered.first_day - 1 AS last_day
FROM covered
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = covered.source_id
WHERE covered.first_day > covered.last_day_before + 1 AND NOT covered.follows_on
ORDER BY covered.first_day DESC, folded(sources.source_name), sources.id;
