-- move/sequences
-- The sequences that give numbers to columns of some tables.
--
-- param  tables  text[]
-- row    name    text    of the sequence
-- row    step    bigint  from one number to the next
SELECT
    numbering.relname::text AS name,
    pg_sequence.seqincrement AS step
FROM pg_depend
JOIN pg_class AS numbering ON numbering.oid = pg_depend.objid
JOIN pg_sequence ON pg_sequence.seqrelid = numbering.oid
JOIN pg_class AS numbered ON numbered.oid = pg_depend.refobjid
WHERE
    pg_depend.classid = 'pg_class'::regclass
    AND pg_depend.refclassid = 'pg_class'::regclass
    AND pg_depend.deptype IN ('a', 'i')
    AND pg_depend.refobjsubid > 0
    AND numbering.relnamespace = 'public'::regnamespace
    AND numbered.relnamespace = 'public'::regnamespace
    AND numbered.relname = ANY (%(tables)s::text[])
ORDER BY name;
