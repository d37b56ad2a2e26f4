-- inbox/join
-- Make two transfers the two sides of one.
--
-- param  user_id   uuid
-- param  id        uuid
-- param  other_id  uuid
UPDATE import_rows
SET pair_id = CASE import_rows.id WHEN %(id)s::uuid THEN %(other_id)s::uuid ELSE %(id)s::uuid END
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id IN (%(id)s::uuid, %(other_id)s::uuid)
    AND import_rows.decision = 'transfer'
    AND import_rows.pair_id IS NULL;
