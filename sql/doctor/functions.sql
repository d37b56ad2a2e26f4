-- doctor/functions
-- The functions of the schema: what they do, as a hash, and with whose rights.
-- PostgreSQL 15 writes qualifiers into a bound body where 16 does not; there they are left out.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'function' AS kind,
    '' AS relation,
    format(
        '%%I(%%s)',
        pg_proc.proname,
        pg_get_function_identity_arguments(pg_proc.oid)
    ) AS name,
    encode(
        sha256(
            convert_to(
                regexp_replace(
                    regexp_replace(
                        replace(written.definition, ' SECURITY DEFINER', ''),
                        CASE WHEN pg_proc.prosqlbody IS NULL THEN '^\m\M' ELSE '\m[a-z_]+\.' END,
                        '',
                        'g'
                    ),
                    '\s+',
                    ' ',
                    'g'
                ),
                'UTF8'
            )
        ),
        'hex'
    ) AS definition,
    CASE WHEN pg_proc.prosecdef THEN 'definer' ELSE 'invoker' END AS state
FROM pg_proc
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN pg_proc.prokind IN ('f', 'p') THEN pg_get_functiondef(pg_proc.oid)
            ELSE 'an aggregate'
        END AS definition
) AS written
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
ORDER BY
    pg_proc.proname,
    pg_get_function_identity_arguments(pg_proc.oid);
