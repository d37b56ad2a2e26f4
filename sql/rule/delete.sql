-- rule/delete
-- Delete a rule; what it has decided stays.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    id       text
DELETE FROM rules
WHERE rules.user_id = %(user_id)s::uuid AND rules.id = %(id)s::uuid
RETURNING rules.id::text AS id;
