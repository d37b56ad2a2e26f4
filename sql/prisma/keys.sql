-- prisma/keys
-- The indexes of every table, a row for each column by which one finds rows.
-- What it only carries along (INCLUDE) is not among them.
--
-- row    table_name  text
-- row    name        text
-- row    kind        text     primary, unique or index
-- row    is_plain    boolean  a whole B-tree over columns, in their usual order, which Prisma can say
-- row    column      text?    null for an expression
SELECT
    pg_class.relname::text AS table_name,
    named.relname::text AS name,
    CASE
        WHEN pg_index.indisprimary THEN 'primary'
        WHEN pg_index.indisunique THEN 'unique'
        ELSE 'index'
    END AS kind,
    pg_am.amname = 'btree'
    AND pg_index.indpred IS NULL
    AND pg_index.indexprs IS NULL
    AND pg_index.indisvalid
    AND pg_index.indoption::text !~ '[^0 ]' AS is_plain,
    pg_attribute.attname::text AS column
FROM pg_index
JOIN pg_class ON pg_class.oid = pg_index.indrelid
JOIN pg_class AS named ON named.oid = pg_index.indexrelid
JOIN pg_am ON pg_am.oid = named.relam
CROSS JOIN unnest(pg_index.indkey::smallint[]) WITH ORDINALITY AS place (attnum, number)
LEFT JOIN pg_attribute
    ON pg_attribute.attrelid = pg_index.indrelid
    AND pg_attribute.attnum = place.attnum
    AND pg_attribute.attnum > 0
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind IN ('r', 'p')
    AND place.number <= pg_index.indnkeyatts
ORDER BY pg_class.relname, named.relname, place.number;
