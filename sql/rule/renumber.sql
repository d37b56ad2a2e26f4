-- rule/renumber
-- Put rules into an order.
--
-- param  user_id  uuid
-- param  ids      uuid[]  of all rules, in that order
-- row    id       text
UPDATE rules
SET position = listed.position
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS listed (id, position)
WHERE
    rules.user_id = %(user_id)s::uuid
    AND rules.id = listed.id
    AND rules.position <> listed.position
RETURNING rules.id::text AS id;
