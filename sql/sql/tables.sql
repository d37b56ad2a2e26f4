-- sql/tables
-- What the login may read: each table and view, and after it its columns, with what the schema says of them.
-- The views to build on come first, then the tables, then the other views.
--
-- param  name         text?  of one of them; null for all
-- row    name         text   of the table or view
-- row    kind         text   table or view
-- row    column_name  text?  null for the table or view itself
-- row    type         text?  of the column, such as numeric(24,4)
-- row    is_required  boolean?  whether the column is never null; null where nothing says so, as of a view's
-- row    comment      text?  what it is, in a sentence; null where nobody has said it
WITH relations AS (
    SELECT
        pg_class.oid,
        pg_class.relname::text AS name,
        CASE WHEN pg_class.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind
    FROM pg_class
    WHERE
        pg_class.relnamespace = 'public'::regnamespace
        AND pg_class.relkind IN ('r', 'p', 'f', 'v', 'm')
        AND NOT pg_class.relispartition
        AND has_table_privilege(pg_class.oid, 'SELECT')
        AND pg_class.relname = coalesce(%(name)s::text, pg_class.relname)
        AND NOT EXISTS (
            SELECT
            FROM pg_depend
            WHERE
                pg_depend.classid = 'pg_class'::regclass
                AND pg_depend.objid = pg_class.oid
                AND pg_depend.deptype = 'e'
        )
),
lines AS (
    SELECT
        relations.name,
        relations.kind,
        0 AS place,
        NULL::text AS column_name,
        NULL::text AS type,
        NULL::boolean AS is_required,
        obj_description(relations.oid, 'pg_class') AS comment
    FROM relations
    UNION ALL
    SELECT
        relations.name,
        relations.kind,
        pg_attribute.attnum AS place,
        pg_attribute.attname::text AS column_name,
        format_type(pg_attribute.atttypid, pg_attribute.atttypmod) AS type,
        CASE WHEN relations.kind = 'table' THEN pg_attribute.attnotnull END AS is_required,
        col_description(relations.oid, pg_attribute.attnum) AS comment
    FROM relations
    JOIN pg_attribute
        ON pg_attribute.attrelid = relations.oid
        AND pg_attribute.attnum > 0
        AND NOT pg_attribute.attisdropped
)
SELECT
    lines.name,
    lines.kind,
    lines.column_name,
    lines.type,
    lines.is_required,
    lines.comment
FROM lines
ORDER BY
    lines.name NOT LIKE '%%\_by\_month',
    lines.kind,
    lines.name COLLATE "C",
    lines.place;
