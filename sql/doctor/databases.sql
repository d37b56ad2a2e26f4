-- doctor/databases
-- The databases of the server, and whether anybody is connected to them.
--
-- row    oid      bigint
-- row    name     text
-- row    is_used  boolean
SELECT
    pg_database.oid::bigint AS oid,
    pg_database.datname::text AS name,
    EXISTS (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datid = pg_database.oid) AS is_used
FROM pg_database
ORDER BY pg_database.datname;
