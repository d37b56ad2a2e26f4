-- books/write_recurring_postings
-- Write the postings of recurring items of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO recurring_postings (
    user_id, id, recurring_id, item_id, year, month, due_on, created_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.recurring_id,
    said.item_id,
    year_of(said.month),
    month_of(said.month),
    said.date,
    coalesce(said.created_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, date date, recurring_id uuid, item_id uuid, created_at timestamptz
)
WHERE
    staged.table_name = 'recurring_postings'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    recurring_id = excluded.recurring_id,
    item_id = excluded.item_id,
    year = excluded.year,
    month = excluded.month,
    due_on = excluded.due_on;
