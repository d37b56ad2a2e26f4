-- books/stage_missing_targets
-- Stage the targets that the books have in a set which is in the file, too, and there without them.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text  of targets
INSERT INTO staged_books (table_name, number, content, our_number, our_id, outcome)
SELECT
    kept.table_name,
    -kept.number,
    kept.content || '{"target": null}',
    kept.number,
    kept.id,
    'differs'
FROM kept_books AS kept
WHERE
    kept.table_name = %(table_name)s::text
    AND NOT EXISTS (
        SELECT
        FROM staged_books AS taken
        WHERE taken.table_name = %(table_name)s::text AND taken.our_number = kept.number
    )
    AND EXISTS (
        SELECT
        FROM staged_books AS whole
        WHERE whole.table_name = 'target_sets' AND whole.content ->> 'month' = kept.content ->> 'month'
    )
ORDER BY kept.number;
