-- db/sizes
-- How much room each table takes with its indexes, the largest first.
-- The seed's query for table sizes, with the parts.
--
-- row    table         text
-- row    size          text     for people
-- row    bytes         bigint
-- row    indexes       text     their part of it
-- row    row_estimate  bigint?  the planner's; null where it has never looked
SELECT
    pg_tables.tablename::text AS table,
    pg_size_pretty(pg_total_relation_size(pg_class.oid)) AS size,
    pg_total_relation_size(pg_class.oid) AS bytes,
    pg_size_pretty(pg_indexes_size(pg_class.oid)) AS indexes,
    nullif(pg_class.reltuples, -1)::bigint AS row_estimate
FROM pg_tables
JOIN pg_class ON pg_class.oid = (quote_ident(pg_tables.schemaname) || '.' || quote_ident(pg_tables.tablename))::regclass
WHERE pg_tables.schemaname = 'public'
ORDER BY pg_total_relation_size(pg_class.oid) DESC, pg_tables.tablename;
