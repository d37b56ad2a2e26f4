-- backup/contents
-- What a database beside the live one is: empty, or one of the program's.
--
-- row    is_empty  boolean
-- row    is_ours   boolean
SELECT
    NOT EXISTS (
        SELECT
        FROM pg_class
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE
            pg_namespace.nspname <> 'information_schema'
            AND NOT starts_with(pg_namespace.nspname, 'pg_')
    ) AS is_empty,
    to_regclass('public.schema_migrations') IS NOT NULL AS is_ours;
