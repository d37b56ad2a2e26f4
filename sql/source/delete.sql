-- source/delete
-- Delete an account at a bank of which no file has brought a row.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    source   text
DELETE FROM sources
WHERE sources.user_id = %(user_id)s::uuid AND sources.id = %(id)s::uuid
RETURNING sources.source_name AS source;
