-- books/closes_after
-- The last month that a file has as closed, where it is open in the books.
--
-- needs  books/stage
-- param  user_id  uuid
-- row    month    date?  null where none is
SELECT max(close.month) AS month
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS close (month date)
WHERE
    staged.table_name = 'closes'
    AND close.month > coalesce(closed_through(%(user_id)s::uuid), '-infinity')
ORDER BY month;
