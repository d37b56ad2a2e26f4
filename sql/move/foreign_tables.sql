-- move/foreign_tables
-- Tables that lie beside those of the program, which whoever made them moves.
--
-- param  tables  text[]  the program's own
-- row    name    text    with its schema, unless that is public
SELECT
    CASE pg_namespace.nspname WHEN 'public' THEN '' ELSE pg_namespace.nspname || '.' END
    || pg_class.relname AS name
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
WHERE
    pg_class.relkind IN ('r', 'p', 'm', 'f')
    AND pg_class.relpersistence <> 't'
    AND pg_namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND NOT (
        pg_namespace.nspname = 'public'
        AND pg_class.relname = ANY (%(tables)s::text[] || 'schema_migrations'::text)
    )
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY name;
