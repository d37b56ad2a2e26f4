-- backup/tables
-- Every table of the database, and the COPY that gives its rows in the order of its primary key.
-- The text of the key is compared byte by byte, so that the order is the same on every server.
--
-- row    name  text  with its schema, unless that is public
-- row    copy  text  all columns, also the generated ones
WITH tables AS (
    SELECT
        pg_class.oid,
        pg_class.relname::text AS table_name,
        pg_namespace.nspname::text AS schema_name
    FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE
        pg_class.relkind = 'r'
        AND pg_class.relpersistence <> 't'
        AND pg_namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND NOT EXISTS (
            SELECT
            FROM pg_depend
            WHERE
                pg_depend.classid = 'pg_class'::regclass
                AND pg_depend.objid = pg_class.oid
                AND pg_depend.deptype = 'e'
        )
),
columns AS (
    SELECT
        pg_attribute.attrelid,
        string_agg(quote_ident(pg_attribute.attname), ', ' ORDER BY pg_attribute.attnum) AS names
    FROM pg_attribute
    WHERE
        pg_attribute.attnum > 0
        AND NOT pg_attribute.attisdropped
    GROUP BY pg_attribute.attrelid
),
keys AS (
    SELECT
        pg_index.indrelid,
        string_agg(
            quote_ident(pg_attribute.attname)
            || CASE WHEN pg_attribute.attcollation = 0 THEN '' ELSE ' COLLATE "C"' END,
            ', '
            ORDER BY position.number
        ) AS names
    FROM pg_index
    CROSS JOIN unnest(pg_index.indkey::smallint[]) WITH ORDINALITY AS position (attnum, number)
    JOIN pg_attribute
        ON pg_attribute.attrelid = pg_index.indrelid
        AND pg_attribute.attnum = position.attnum
    WHERE pg_index.indisprimary
    GROUP BY pg_index.indrelid
)
SELECT
    CASE tables.schema_name WHEN 'public' THEN '' ELSE tables.schema_name || '.' END
    || tables.table_name AS name,
    'COPY (SELECT ' || coalesce(columns.names, '')
    || ' FROM ' || quote_ident(tables.schema_name) || '.' || quote_ident(tables.table_name)
    || ' AS kept ORDER BY ' || coalesce(keys.names, 'kept::text COLLATE "C"')
    || ') TO STDOUT' AS copy
FROM tables
LEFT JOIN columns ON columns.attrelid = tables.oid
LEFT JOIN keys ON keys.indrelid = tables.oid
ORDER BY name;
