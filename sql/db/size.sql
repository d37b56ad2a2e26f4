-- db/size
-- How much room the whole database takes.
--
-- row    size   text  for people
-- row    bytes  bigint
SELECT
    pg_size_pretty(pg_database_size(current_database())) AS size,
    pg_database_size(current_database()) AS bytes;
