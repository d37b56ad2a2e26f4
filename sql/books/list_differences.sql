-- books/list_differences
-- Where rows of a table in a file say something else than the books, field by field.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
-- param  fields      text[]   whose values name a row
-- param  ignored     text[]   fields that are not compared
-- param  limit       bigint   how many to give
-- row    number      integer  in the file; below 1, where the file has none
-- row    name        text?
-- row    field       text
-- row    ours        text?
-- row    theirs      text?
SELECT
    staged.number,
    named.name,
    said.field,
    kept.content ->> said.field AS ours,
    said.value #>> '{}' AS theirs
FROM staged_books AS staged
LEFT JOIN kept_books AS kept
    ON kept.table_name = %(table_name)s::text
    AND kept.number = staged.our_number
LEFT JOIN staged_books AS owned
    ON owned.table_name = 'assets'
    AND coalesce(owned.our_id, owned.id)::text = staged.content ->> 'asset_id'
CROSS JOIN LATERAL (
    SELECT
        string_agg(
            CASE parts.field
                WHEN 'month' THEN substr(staged.content ->> 'month', 1, 7)
                WHEN 'asset' THEN coalesce(staged.content ->> 'asset', owned.content ->> 'asset')
                ELSE staged.content ->> parts.field
            END,
            ' '
            ORDER BY parts.place
        ) AS name
    FROM unnest(%(fields)s::text[]) WITH ORDINALITY AS parts (field, place)
) AS named
CROSS JOIN LATERAL jsonb_each(staged.content - %(ignored)s::text[]) AS said (field, value)
WHERE
    staged.table_name = %(table_name)s::text
    AND staged.outcome = 'differs'
    AND CASE
        WHEN kept.number IS NULL THEN said.field = 'target'
        ELSE (kept.content -> said.field) IS DISTINCT FROM said.value
    END
ORDER BY abs(staged.number), staged.number, said.field
LIMIT %(limit)s::bigint;
