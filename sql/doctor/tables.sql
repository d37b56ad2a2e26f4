-- doctor/tables
-- The tables of the schema, and whether row security holds on them.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'table' AS kind,
    '' AS relation,
    quote_ident(pg_class.relname) AS name,
    CASE pg_class.relpersistence WHEN 'p' THEN 'permanent' ELSE 'unlogged' END AS definition,
    CASE
        WHEN pg_class.relrowsecurity AND pg_class.relforcerowsecurity THEN 'enabled and forced'
        WHEN pg_class.relrowsecurity THEN 'enabled, but not forced'
        ELSE 'off'
    END AS state
FROM pg_class
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'p', 'f', 'm')
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY pg_class.relname;
