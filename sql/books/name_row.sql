-- books/name_row
-- What a row of a file is called by a person.
--
-- needs  books/stage
-- param  table_name  text
-- param  number      integer
-- param  fields      text[]   whose values name it
-- row    name        text?
SELECT named.name
FROM staged_books AS staged
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
WHERE staged.table_name = %(table_name)s::text AND staged.number = %(number)s::integer
ORDER BY staged.number, owned.number;
