-- books/find_dangling
-- The rows of a table in a file that refer to what is neither in the file nor in the books.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
-- param  field       text     that refers
-- param  other       text     the table that it refers to
-- param  key         text     the field that it is known by there
-- param  limit       bigint   how many to give
-- row    number      integer
-- row    said        text
SELECT
    referring.number,
    referring.said
FROM (
    SELECT
        staged_books.number,
        staged_books.content ->> %(field)s::text AS said
    FROM staged_books
    WHERE staged_books.table_name = %(table_name)s::text
) AS referring
WHERE
    referring.said IS NOT NULL
    AND NOT EXISTS (
        SELECT
        FROM staged_books AS others
        WHERE others.table_name = %(other)s::text AND others.content ->> %(key)s::text = referring.said
    )
    AND NOT EXISTS (
        SELECT
        FROM kept_books AS kept
        WHERE kept.table_name = %(other)s::text AND kept.content ->> %(key)s::text = referring.said
    )
ORDER BY referring.number
LIMIT %(limit)s::bigint;
