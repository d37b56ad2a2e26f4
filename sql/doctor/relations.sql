-- doctor/relations
-- The tables and indexes that can be read through: the schema's, and for a superuser the catalog's.
--
-- row    oid          bigint
-- row    schema_name  text
-- row    name         text
-- row    table_name   text     that it belongs to
-- row    is_index     boolean
SELECT
    pg_class.oid::bigint AS oid,
    pg_namespace.nspname::text AS schema_name,
    pg_class.relname::text AS name,
    coalesce(main.relname, of_index.relname, pg_class.relname)::text AS table_name,
    pg_class.relkind = 'i' AS is_index
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
JOIN pg_am ON pg_am.oid = pg_class.relam AND pg_am.amname IN ('heap', 'btree')
JOIN pg_roles ON pg_roles.rolname = current_user
LEFT JOIN pg_index ON pg_index.indexrelid = pg_class.oid
LEFT JOIN pg_class AS of_index ON of_index.oid = pg_index.indrelid
LEFT JOIN pg_class AS main ON main.reltoastrelid = coalesce(of_index.oid, pg_class.oid) AND main.reltoastrelid <> 0
WHERE
    pg_class.relkind IN ('r', 't', 'i')
    AND pg_class.relpersistence = 'p'
    AND coalesce(pg_index.indisvalid, true)
    AND (
        coalesce(main.relnamespace, pg_class.relnamespace) = 'public'::regnamespace
        OR (pg_roles.rolsuper AND pg_namespace.nspname IN ('pg_catalog', 'pg_toast'))
    )
ORDER BY
    pg_class.relkind DESC,
    pg_namespace.nspname DESC,
    pg_class.relname;
