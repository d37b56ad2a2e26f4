-- doctor/triggers
-- The triggers of the schema's tables but those that keep a foreign key.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'trigger' AS kind,
    quote_ident(pg_class.relname) AS relation,
    quote_ident(pg_trigger.tgname) AS name,
    pg_get_triggerdef(pg_trigger.oid) AS definition,
    CASE pg_trigger.tgenabled
        WHEN 'O' THEN 'enabled'
        WHEN 'A' THEN 'enabled for replicas too'
        WHEN 'R' THEN 'enabled for replicas only'
        ELSE 'disabled'
    END AS state
FROM pg_trigger
JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND NOT pg_trigger.tgisinternal
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
    pg_trigger.tgname;
