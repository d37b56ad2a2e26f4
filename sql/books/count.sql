-- books/count
-- How many rows of each table in a file are new, replaced, kept as they were in the books, or known.
--
-- needs  books/stage
-- row    table_name  text
-- row    added       bigint
-- row    replaced    bigint
-- row    kept        bigint
-- row    known       bigint
-- row    renamed     bigint  known by something else than their id
SELECT
    staged.table_name,
    count(*) FILTER (WHERE staged.outcome IS NULL) AS added,
    count(*) FILTER (WHERE staged.outcome IN ('replaced', 'removed')) AS replaced,
    count(*) FILTER (WHERE staged.outcome IN ('differs', 'kept')) AS kept,
    count(*) FILTER (WHERE staged.outcome IN ('known', 'rewritten')) AS known,
    count(*) FILTER (WHERE staged.our_id <> staged.id) AS renamed
FROM staged_books AS staged
GROUP BY staged.table_name
ORDER BY staged.table_name;
