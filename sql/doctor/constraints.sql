-- doctor/constraints
-- The constraints of the schema's tables; NOT NULL belongs to its column.
-- In force is one whose rows were all checked, and whose index and triggers do their work.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'constraint' AS kind,
    quote_ident(pg_class.relname) AS relation,
    quote_ident(pg_constraint.conname) AS name,
    regexp_replace(pg_get_constraintdef(pg_constraint.oid), '( NOT VALID| NOT ENFORCED)+$', '') AS definition,
    CASE
        WHEN NOT coalesce(pg_index.indisvalid, true) THEN 'invalid'
        WHEN NOT pg_constraint.convalidated THEN 'not validated'
        WHEN EXISTS (
            SELECT
            FROM pg_trigger
            WHERE pg_trigger.tgconstraint = pg_constraint.oid AND pg_trigger.tgenabled <> 'O'
        ) THEN 'disabled'
        ELSE 'in force'
    END AS state
FROM pg_constraint
JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
LEFT JOIN pg_index
    ON pg_index.indexrelid = pg_constraint.conindid AND pg_constraint.contype IN ('p', 'u', 'x')
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_constraint.contype IN ('c', 'f', 'p', 'u', 'x')
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
    pg_constraint.conname;
