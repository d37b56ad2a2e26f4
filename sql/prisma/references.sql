-- prisma/references
-- The foreign keys of every table, a row for each pair of columns.
--
-- row    table_name     text
-- row    name           text
-- row    column         text
-- row    target         text   the table that it points at
-- row    target_column  text
-- row    on_delete      text   a, r, c, n or d: as pg_constraint has it
-- row    on_update      text
SELECT
    pg_class.relname::text AS table_name,
    pg_constraint.conname::text AS name,
    pointing.attname::text AS column,
    target.relname::text AS target,
    pointed.attname::text AS target_column,
    pg_constraint.confdeltype::text AS on_delete,
    pg_constraint.confupdtype::text AS on_update
FROM pg_constraint
JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
JOIN pg_class AS target ON target.oid = pg_constraint.confrelid
CROSS JOIN unnest(pg_constraint.conkey, pg_constraint.confkey)
    WITH ORDINALITY AS pair (attnum, target_attnum, number)
JOIN pg_attribute AS pointing
    ON pointing.attrelid = pg_constraint.conrelid
    AND pointing.attnum = pair.attnum
JOIN pg_attribute AS pointed
    ON pointed.attrelid = pg_constraint.confrelid
    AND pointed.attnum = pair.target_attnum
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND target.relnamespace = 'public'::regnamespace
    AND pg_constraint.contype = 'f'
ORDER BY pg_class.relname, pg_constraint.conname, pair.number;
