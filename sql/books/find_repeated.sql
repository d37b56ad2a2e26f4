-- books/find_repeated
-- The rows of a file that have the id of an earlier one.
--
-- needs  books/stage
-- param  limit       bigint   how many to give
-- row    table_name  text
-- row    number      integer
-- row    earlier     integer
SELECT
    staged.table_name,
    staged.number,
    repeated.earlier
FROM (
    SELECT
        staged_books.table_name,
        staged_books.id,
        min(staged_books.number) AS earlier
    FROM staged_books
    WHERE staged_books.id IS NOT NULL
    GROUP BY staged_books.table_name, staged_books.id
    HAVING count(*) > 1
) AS repeated
JOIN staged_books AS staged
    ON staged.table_name = repeated.table_name
    AND staged.id = repeated.id
    AND staged.number > repeated.earlier
ORDER BY staged.table_name, staged.number
LIMIT %(limit)s::bigint;
