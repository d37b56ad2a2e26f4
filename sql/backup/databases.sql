-- backup/databases
-- The databases of this server whose names begin so, oldest name first.
--
-- param  prefix  text
-- row    name    text
-- row    size    text  for people
-- row    bytes   bigint
-- row    remark  text?   what is said of it, where a restore puts its mark
SELECT
    pg_database.datname::text AS name,
    pg_size_pretty(pg_database_size(pg_database.oid)) AS size,
    pg_database_size(pg_database.oid) AS bytes,
    shobj_description(pg_database.oid, 'pg_database') AS remark
FROM pg_database
WHERE starts_with(pg_database.datname, %(prefix)s::text)
ORDER BY pg_database.datname;
