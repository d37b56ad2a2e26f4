-- doctor/foreign_keys
-- The foreign keys of the schema, and their columns in order.
--
-- row    name         text
-- row    child        text
-- row    parent       text
-- row    columns      text[]
-- row    keys         text[]   the parent's
-- row    is_of_users  boolean  the child's rows belong to a user each
SELECT
    pg_constraint.conname::text AS name,
    child.relname::text AS child,
    parent.relname::text AS parent,
    (
        SELECT array_agg(pg_attribute.attname::text ORDER BY listed.place)
        FROM unnest(pg_constraint.conkey) WITH ORDINALITY AS listed (attnum, place)
        JOIN pg_attribute
            ON pg_attribute.attrelid = pg_constraint.conrelid AND pg_attribute.attnum = listed.attnum
    ) AS columns,
    (
        SELECT array_agg(pg_attribute.attname::text ORDER BY listed.place)
        FROM unnest(pg_constraint.confkey) WITH ORDINALITY AS listed (attnum, place)
        JOIN pg_attribute
            ON pg_attribute.attrelid = pg_constraint.confrelid AND pg_attribute.attnum = listed.attnum
    ) AS keys,
    EXISTS (
        SELECT
        FROM pg_attribute
        WHERE pg_attribute.attrelid = child.oid AND pg_attribute.attname = 'user_id'
    ) AS is_of_users
FROM pg_constraint
JOIN pg_class AS child ON child.oid = pg_constraint.conrelid
JOIN pg_class AS parent ON parent.oid = pg_constraint.confrelid
WHERE
    pg_constraint.contype = 'f'
    AND child.relnamespace = 'public'::regnamespace
    AND parent.relnamespace = 'public'::regnamespace
ORDER BY
    child.relname,
    pg_constraint.conname;
