-- inbox/part
-- Have the other sides of transfers stand alone.
--
-- param  user_id  uuid
-- param  ids      uuid[]  of rows that are no transfers any more
UPDATE import_rows
SET pair_id = NULL
WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.pair_id = ANY(%(ids)s::uuid[]);
