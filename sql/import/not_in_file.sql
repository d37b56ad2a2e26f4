-- import/not_in_file
-- Days that a file covers on which the books have rows of its source that it does not have.
-- On its first or last day it was cut within the day; on another, the bank has changed or taken away a row.
--
-- needs  import/stage_judged_rows
-- param  user_id    uuid
-- param  file       integer
-- param  source_id  uuid
-- row    day        date
-- row    rows       bigint
WITH read AS (
    SELECT
        judged.row_id,
        judged.day
    FROM judged_rows AS judged
    WHERE
        judged.file = %(file)s::integer
        AND judged.source_id = %(source_id)s::uuid
        AND judged.state <> 'pending'
)
SELECT
    import_rows.day,
    count(*) AS rows
FROM import_rows
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.source_id = %(source_id)s::uuid
    AND import_rows.day BETWEEN (SELECT min(read.day) FROM read) AND (SELECT max(read.day) FROM read)
    AND NOT EXISTS (SELECT FROM read WHERE read.row_id = import_rows.id)
GROUP BY import_rows.day
ORDER BY import_rows.day;
