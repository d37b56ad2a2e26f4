-- inbox/link_income
-- Say of an income that is there already which bank row it is.
--
-- param  user_id  uuid
-- param  id       uuid  of the entry
-- param  row_id   uuid
-- row    id       text
UPDATE incoming_items
SET import_row_id = %(row_id)s::uuid
WHERE
    incoming_items.user_id = %(user_id)s::uuid
    AND incoming_items.id = %(id)s::uuid
    AND incoming_items.import_row_id IS NULL
RETURNING incoming_items.id::text AS id;
