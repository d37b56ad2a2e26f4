-- move/references
-- Which of some tables refer to which others: the other must have its rows first.
--
-- param  tables      text[]
-- row    name        text
-- row    other_name  text
SELECT DISTINCT
    referring.relname::text AS name,
    referred.relname::text AS other_name
FROM pg_constraint
JOIN pg_class AS referring ON referring.oid = pg_constraint.conrelid
JOIN pg_class AS referred ON referred.oid = pg_constraint.confrelid
WHERE
    pg_constraint.contype = 'f'
    AND referring.oid <> referred.oid
    AND referring.relnamespace = 'public'::regnamespace
    AND referred.relnamespace = 'public'::regnamespace
    AND referring.relname = ANY (%(tables)s::text[])
    AND referred.relname = ANY (%(tables)s::text[])
ORDER BY
    name,
    other_name;
