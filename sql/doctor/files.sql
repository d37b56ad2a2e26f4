-- doctor/files
-- The numbers of the files that the relations of this database lie in, and where that is.
--
-- row    database_oid  bigint
-- row    file          bigint
SELECT
    pg_database.oid::bigint AS database_oid,
    pg_relation_filenode(pg_class.oid)::bigint AS file
FROM pg_class
JOIN pg_database ON pg_database.datname = current_database()
WHERE pg_relation_filenode(pg_class.oid) IS NOT NULL
ORDER BY file;
