-- db/indexes
-- How often each index was used, the most used first.
-- The seed's query for index usage, by the names that PostgreSQL has for its columns.
--
-- row    schema_name   text
-- row    table         text
-- row    index         text
-- row    scans         bigint
-- row    rows_read     bigint  entries of the index
-- row    rows_fetched  bigint  rows of the table that they led to
-- row    size          text    for people
-- row    is_unique     boolean
SELECT
    pg_stat_user_indexes.schemaname::text AS schema_name,
    pg_stat_user_indexes.relname::text AS table,
    pg_stat_user_indexes.indexrelname::text AS index,
    pg_stat_user_indexes.idx_scan AS scans,
    pg_stat_user_indexes.idx_tup_read AS rows_read,
    pg_stat_user_indexes.idx_tup_fetch AS rows_fetched,
    pg_size_pretty(pg_relation_size(pg_stat_user_indexes.indexrelid)) AS size,
    pg_index.indisunique AS is_unique
FROM pg_stat_user_indexes
JOIN pg_index ON pg_index.indexrelid = pg_stat_user_indexes.indexrelid
WHERE pg_stat_user_indexes.schemaname = 'public'
ORDER BY
    pg_stat_user_indexes.idx_scan DESC,
    pg_stat_user_indexes.relname,
    pg_stat_user_indexes.indexrelname;
