-- db/status
-- The server's version, the size of this database, and whose login it is.
--
-- row    server_version  text
-- row    size            text
-- row    size_bytes      bigint
-- row    role            text
SELECT
    current_setting('server_version') AS server_version,
    pg_size_pretty(pg_database_size(current_database())) AS size,
    pg_database_size(current_database()) AS size_bytes,
    current_user::text AS role;
