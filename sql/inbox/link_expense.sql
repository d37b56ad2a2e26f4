-- inbox/link_expense
-- Say of an expense that is there already which bank row it is.
--
-- param  user_id  uuid
-- param  id       uuid  of the entry
-- param  row_id   uuid
-- row    id       text
UPDATE expense_items
SET import_row_id = %(row_id)s::uuid
WHERE
    expense_items.user_id = %(user_id)s::uuid
    AND expense_items.id = %(id)s::uuid
    AND expense_items.import_row_id IS NULL
RETURNING expense_items.id::text AS id;
