-- move/tables
-- Those of some tables that are there, by name, and what COPY must know of each.
--
-- param  tables     text[]
-- row    name       text
-- row    columns    text[]   those that a row is written with: all but generated ones
-- row    shape      text     every column with its type, equal where rows can be carried over
-- row    is_forced  boolean  whether row security holds its owner too
SELECT
    pg_class.relname::text AS name,
    coalesce(
        array_agg(pg_attribute.attname::text ORDER BY pg_attribute.attnum)
            FILTER (WHERE pg_attribute.attgenerated = ''),
        '{}'
    ) AS columns,
    coalesce(
        string_agg(
            pg_attribute.attname || ' '
            || format_type(pg_attribute.atttypid, pg_attribute.atttypmod)
            || CASE WHEN pg_attribute.attnotnull THEN ' not null' ELSE '' END
            || CASE pg_attribute.attgenerated WHEN '' THEN '' ELSE ' generated' END,
            ', '
            ORDER BY pg_attribute.attname
        ),
        ''
    ) AS shape,
    pg_class.relforcerowsecurity AS is_forced
FROM pg_class
LEFT JOIN pg_attribute
    ON pg_attribute.attrelid = pg_class.oid
    AND pg_attribute.attnum > 0
    AND NOT pg_attribute.attisdropped
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind = 'r'
    AND pg_class.relname = ANY (%(tables)s::text[])
GROUP BY pg_class.oid
ORDER BY name;
