-- import/undo_pairs
-- Have the other sides of a file's transfers stand alone, where the file's own side is about to be forgotten.
--
-- param  user_id    uuid
-- param  import_id  uuid
UPDATE import_rows
SET pair_id = NULL
FROM import_rows AS forgotten
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.pair_id = forgotten.id
    AND import_rows.import_id <> forgotten.import_id
    AND forgotten.user_id = %(user_id)s::uuid
    AND forgotten.import_id = %(import_id)s::uuid
    AND forgotten.decided_by <> 'hand';
