-- doctor/indexes
-- The indexes of the schema's tables but those that belong to a constraint.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'index' AS kind,
    quote_ident(pg_class.relname) AS relation,
    quote_ident(its.relname) AS name,
    pg_get_indexdef(pg_index.indexrelid) AS definition,
    CASE WHEN pg_index.indisvalid AND pg_index.indisready THEN 'valid' ELSE 'invalid' END AS state
FROM pg_index
JOIN pg_class ON pg_class.oid = pg_index.indrelid
JOIN pg_class AS its ON its.oid = pg_index.indexrelid
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (
        SELECT
        FROM pg_constraint
        WHERE
            pg_constraint.conindid = pg_index.indexrelid
            AND pg_constraint.contype IN ('p', 'u', 'x')
    )
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY
    pg_class.relname,
    its.relname;
