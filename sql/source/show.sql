-- source/show
-- What files have brought of one source: their rows and days, how many rows wait, and how many files.
--
-- param  user_id    uuid
-- param  id         uuid
-- row    rows       integer
-- row    waiting    integer  outside the books until a person decides
-- row    first_day  date?    null: no file has brought a row
-- row    last_day   date?
-- row    files      integer
SELECT
    count(*)::integer AS rows,
    (count(*) FILTER (WHERE import_rows.decision = 'waits'))::integer AS waiting,
    min(import_rows.day) AS first_day,
    max(import_rows.day) AS last_day,
    (
        SELECT count(*)::integer
        FROM imports
        WHERE imports.user_id = %(user_id)s::uuid AND imports.source_id = %(id)s::uuid
    ) AS files
FROM import_rows
WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.source_id = %(id)s::uuid;
