-- doctor/grants
-- What others than their owners may do with the schema's tables, views, columns and functions.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
WITH things AS (
    SELECT
        'SCHEMA public' AS thing,
        pg_namespace.nspowner AS owner,
        coalesce(pg_namespace.nspacl, acldefault('n', pg_namespace.nspowner)) AS acl
    FROM pg_namespace
    WHERE pg_namespace.nspname = 'public'
    UNION ALL
    SELECT
        'TABLE ' || quote_ident(pg_class.relname),
        pg_class.relowner,
        coalesce(pg_class.relacl, acldefault('r', pg_class.relowner))
    FROM pg_class
    WHERE
        pg_class.relnamespace = 'public'::regnamespace
        AND pg_class.relkind IN ('r', 'p', 'f', 'm', 'v')
    UNION ALL
    SELECT
        format('TABLE %%I (%%I)', pg_class.relname, pg_attribute.attname),
        pg_class.relowner,
        pg_attribute.attacl
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = pg_attribute.attrelid
    WHERE
        pg_class.relnamespace = 'public'::regnamespace
        AND pg_attribute.attacl IS NOT NULL
    UNION ALL
    SELECT
        format('FUNCTION %%I(%%s)', pg_proc.proname, pg_get_function_identity_arguments(pg_proc.oid)),
        pg_proc.proowner,
        coalesce(pg_proc.proacl, acldefault('f', pg_proc.proowner))
    FROM pg_proc
    WHERE
        pg_proc.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (
            SELECT
            FROM pg_depend
            WHERE
                pg_depend.classid = 'pg_proc'::regclass
                AND pg_depend.objid = pg_proc.oid
                AND pg_depend.deptype = 'e'
        )
)
SELECT
    'grant' AS kind,
    things.thing AS relation,
    given.privilege_type || ' TO ' || coalesce(quote_ident(pg_roles.rolname), 'PUBLIC') AS name,
    CASE WHEN given.is_grantable THEN 'WITH GRANT OPTION' ELSE '' END AS definition,
    '' AS state
FROM things
CROSS JOIN aclexplode(things.acl) AS given
LEFT JOIN pg_roles ON pg_roles.oid = given.grantee
WHERE given.grantee <> things.owner
ORDER BY
    things.thing,
    given.privilege_type,
    pg_roles.rolname;
