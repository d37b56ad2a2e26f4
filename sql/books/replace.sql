-- books/replace
-- Have the rows of a file that differ take the place of those in the books.
-- What a row does not say stays as it is there; a built-in category does, too.
--
-- needs  books/stage
-- needs  books/stage_kept
UPDATE staged_books AS staged
SET
    outcome = CASE
        WHEN differing.our_number < 0 THEN 'kept'
        WHEN staged.number < 1 THEN 'removed'
        ELSE 'replaced'
    END,
    content = coalesce(differing.content, '{}') || staged.content
FROM (
    SELECT
        staged_books.table_name,
        staged_books.number,
        staged_books.our_number,
        kept.content
    FROM staged_books
    LEFT JOIN kept_books AS kept
        ON kept.table_name = staged_books.table_name
        AND kept.number = staged_books.our_number
    WHERE staged_books.outcome = 'differs'
) AS differing
WHERE staged.table_name = differing.table_name AND staged.number = differing.number;
