-- move/privileges
-- What this login may do with the tables that are there.
--
-- param  tables        text[]
-- row    login         text
-- row    is_all_seen   boolean  whether row security hides nothing from it
-- row    is_owner      boolean  of every table, or as good as that
-- row    is_reader     boolean  of every table
-- row    is_read_only  boolean  whether nobody can write here now
-- row    encoding      text
SELECT
    current_user::text AS login,
    coalesce(bool_or(pg_roles.rolsuper OR pg_roles.rolbypassrls), false) AS is_all_seen,
    coalesce(bool_and(pg_has_role(pg_class.relowner, 'USAGE')), true) AS is_owner,
    coalesce(bool_and(has_table_privilege(pg_class.oid, 'SELECT')), true) AS is_reader,
    current_setting('transaction_read_only')::boolean AS is_read_only,
    current_setting('server_encoding') AS encoding
FROM pg_roles
LEFT JOIN pg_class
    ON pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relkind = 'r'
    AND pg_class.relname = ANY (%(tables)s::text[])
WHERE pg_roles.rolname = current_user
ORDER BY login;
