-- prisma/checks
-- The CHECK constraints of every table.
--
-- row    table_name  text
-- row    name        text
SELECT
    pg_class.relname::text AS table_name,
    pg_constraint.conname::text AS name
FROM pg_constraint
JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_constraint.contype = 'c'
ORDER BY pg_class.relname, pg_constraint.conname;
