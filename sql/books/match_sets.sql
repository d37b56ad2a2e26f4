-- books/match_sets
-- Tell of the targets in a file which are of a set that the books have, and not in it: a set is one whole.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text  of targets
UPDATE staged_books AS staged
SET outcome = 'differs'
WHERE
    staged.table_name = %(table_name)s::text
    AND staged.outcome IS NULL
    AND EXISTS (
        SELECT
        FROM kept_books AS kept
        WHERE kept.table_name = 'target_sets' AND kept.content ->> 'month' = staged.content ->> 'month'
    );
