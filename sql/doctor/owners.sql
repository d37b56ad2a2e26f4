-- doctor/owners
-- Whose each table, view and function of the schema is.
--
-- row    kind   text
-- row    name   text
-- row    owner  text
SELECT
    CASE pg_class.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
    quote_ident(pg_class.relname) AS name,
    pg_get_userbyid(pg_class.relowner)::text AS owner
FROM pg_class
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'p', 'v')
UNION ALL
SELECT
    'function' AS kind,
    format('%%I(%%s)', pg_proc.proname, pg_get_function_identity_arguments(pg_proc.oid)) AS name,
    pg_get_userbyid(pg_proc.proowner)::text AS owner
FROM pg_proc
WHERE pg_proc.pronamespace = 'public'::regnamespace
ORDER BY
    kind,
    name;
