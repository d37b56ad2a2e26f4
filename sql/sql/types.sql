-- sql/types
-- What types are called, and of which type the elements of an array are.
--
-- param  types    oid[]
-- row    type     bigint   its oid
-- row    name     text
-- row    element  bigint?  null for what is no array
SELECT
    pg_type.oid::bigint AS type,
    format_type(pg_type.oid, NULL) AS name,
    CASE WHEN pg_type.typcategory = 'A' THEN nullif(pg_type.typelem::bigint, 0) END AS element
FROM pg_type
WHERE pg_type.oid = ANY (%(types)s::oid[])
ORDER BY type;
