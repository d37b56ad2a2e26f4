-- doctor/amcheck
-- Where the extension that reads through tables and indexes is; no row where it is not installed.
--
-- row    schema_name  text
SELECT pg_namespace.nspname::text AS schema_name
FROM pg_extension
JOIN pg_namespace ON pg_namespace.oid = pg_extension.extnamespace
WHERE pg_extension.extname = 'amcheck'
ORDER BY pg_namespace.nspname;
