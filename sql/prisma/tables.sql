-- prisma/tables
-- The tables and the views of a database.
-- Names are ordered as bytes here and in its sisters, so that the order is the same on every server.
--
-- row    name     text
-- row    is_view  boolean
-- row    comment  text?    what it is, in a sentence
SELECT
    pg_class.relname::text AS name,
    pg_class.relkind IN ('v', 'm') AS is_view,
    obj_description(pg_class.oid, 'pg_class') AS comment
FROM pg_class
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'p', 'v', 'm')
    AND NOT pg_class.relispartition
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY pg_class.relname;
