-- import/moved_rows
-- The entries of known rows whose day the bank has moved, where they still are on the day of before.
--
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
-- row    noun     text     income or expense
-- row    id       text     of the entry
-- row    amount   numeric
-- row    text     text     the bank's words
-- row    day      date     as the books have it
-- row    new_day  date     as the bank has it now
WITH moved AS (
    SELECT
        judged.row_id,
        judged.amount,
        judged.text,
        judged.moved_from AS day,
        judged.day AS new_day
    FROM judged_rows AS judged
    WHERE judged.file = %(file)s::integer AND judged.moved_from IS NOT NULL
)
SELECT
    'expense' AS noun,
    expense_items.id::text AS id,
    moved.amount,
    moved.text,
    moved.day,
    moved.new_day
FROM moved
JOIN expense_items
    ON expense_items.user_id = %(user_id)s::uuid
    AND expense_items.import_row_id = moved.row_id
    AND expense_items.spent_on = moved.day
UNION ALL
SELECT
    'income' AS noun,
    incoming_items.id::text AS id,
    moved.amount,
    moved.text,
    moved.day,
    moved.new_day
FROM moved
JOIN incoming_items
    ON incoming_items.user_id = %(user_id)s::uuid
    AND incoming_items.import_row_id = moved.row_id
    AND incoming_items.received_on = moved.day
ORDER BY new_day, id;
