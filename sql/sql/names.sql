-- sql/names
-- What there is to ask, by name: tables and views, their columns, and functions.
--
-- row    kind   text   table, column or function
-- row    name   text
-- row    owner  text   the table of a column, the schema of anything else
SELECT
    'table' AS kind,
    pg_class.relname::text AS name,
    pg_namespace.nspname::text AS owner
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
WHERE pg_namespace.nspname = 'public'
    AND pg_class.relkind IN ('r', 'v', 'm', 'p')
    AND has_table_privilege(pg_class.oid, 'SELECT')
UNION ALL
SELECT
    'column' AS kind,
    pg_attribute.attname::text AS name,
    pg_class.relname::text AS owner
FROM pg_attribute
JOIN pg_class ON pg_class.oid = pg_attribute.attrelid
WHERE pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'v', 'm', 'p')
    AND pg_attribute.attnum > 0
    AND NOT pg_attribute.attisdropped
    AND has_table_privilege(pg_class.oid, 'SELECT')
UNION ALL
SELECT
    'function' AS kind,
    pg_proc.proname::text AS name,
    pg_namespace.nspname::text AS owner
FROM pg_proc
JOIN pg_namespace ON pg_namespace.oid = pg_proc.pronamespace
WHERE pg_namespace.nspname IN ('public', 'pg_catalog')
    AND pg_proc.provolatile <> 'v'
    AND NOT pg_proc.prosecdef
ORDER BY kind, name, owner;
