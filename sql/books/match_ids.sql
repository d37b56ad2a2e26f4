-- books/match_ids
-- Find the rows of a table in a file that are in the books by their id.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
UPDATE staged_books AS staged
SET
    our_number = kept.number,
    our_id = kept.id
FROM kept_books AS kept
WHERE
    staged.table_name = %(table_name)s::text
    AND kept.table_name = %(table_name)s::text
    AND kept.id = staged.id;
