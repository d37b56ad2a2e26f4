-- prisma/columns
-- The columns of every table, with their types and what they hold where nothing is given.
--
-- row    table_name    text
-- row    name          text
-- row    type          text     such as numeric(24,4) or text[]
-- row    enum_name     text?    of an enumeration, or of a list of its values
-- row    is_required   boolean
-- row    is_generated  boolean  computed from other columns: nobody may write it
-- row    is_counted    boolean  an identity
-- row    default_text  text?    the expression of the default, or of what is generated
-- row    comment       text?    what it is, in a sentence
SELECT
    pg_class.relname::text AS table_name,
    pg_attribute.attname::text AS name,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) AS type,
    pg_type.typname::text AS enum_name,
    pg_attribute.attnotnull AS is_required,
    pg_attribute.attgenerated <> '' AS is_generated,
    pg_attribute.attidentity <> '' AS is_counted,
    pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid) AS default_text,
    col_description(pg_class.oid, pg_attribute.attnum) AS comment
FROM pg_class
JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
LEFT JOIN pg_type
    ON pg_attribute.atttypid IN (pg_type.oid, pg_type.typarray)
    AND pg_type.typtype = 'e'
    AND pg_type.typnamespace = 'public'::regnamespace
LEFT JOIN pg_attrdef
    ON pg_attrdef.adrelid = pg_attribute.attrelid
    AND pg_attrdef.adnum = pg_attribute.attnum
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'p')
    AND pg_attribute.attnum > 0
    AND NOT pg_attribute.attisdropped
ORDER BY pg_class.relname, pg_attribute.attnum;
