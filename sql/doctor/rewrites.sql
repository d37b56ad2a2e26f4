-- doctor/rewrites
-- The rules that turn statements on the schema's tables into others; there should be none.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'rule' AS kind,
    quote_ident(pg_class.relname) AS relation,
    quote_ident(pg_rewrite.rulename) AS name,
    regexp_replace(pg_get_ruledef(pg_rewrite.oid), '\s+', ' ', 'g') AS definition,
    '' AS state
FROM pg_rewrite
JOIN pg_class ON pg_class.oid = pg_rewrite.ev_class
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND NOT (pg_class.relkind IN ('v', 'm') AND pg_rewrite.rulename = '_RETURN')
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
    pg_rewrite.rulename;
