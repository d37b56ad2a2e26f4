-- doctor/views
-- The views of the schema: what they show, as a hash, and with whose rights.
-- PostgreSQL 15 writes qualifiers where 16 does not; they are left out.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'view' AS kind,
    '' AS relation,
    quote_ident(pg_class.relname) AS name,
    encode(
        sha256(
            convert_to(
                regexp_replace(
                    regexp_replace(pg_get_viewdef(pg_class.oid), '\m[a-z_]+\.', '', 'g'),
                    '\s+',
                    ' ',
                    'g'
                ),
                'UTF8'
            )
        ),
        'hex'
    ) AS definition,
    coalesce(array_to_string(pg_class.reloptions, ', '), '') AS state
FROM pg_class
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind = 'v'
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY pg_class.relname;
