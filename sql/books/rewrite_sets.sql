-- books/rewrite_sets
-- Have the targets of a file that are as in the books written once more, where others of their set are replaced.
--
-- needs  books/stage
-- param  table_name  text  of targets
UPDATE staged_books AS staged
SET outcome = 'rewritten'
WHERE
    staged.table_name = %(table_name)s::text
    AND staged.outcome = 'known'
    AND EXISTS (
        SELECT
        FROM staged_books AS others
        WHERE
            others.table_name = %(table_name)s::text
            AND others.outcome IN ('replaced', 'removed')
            AND others.content ->> 'month' = staged.content ->> 'month'
    );
