-- doctor/privileges
-- What this login is, and what it sees of everybody's rows.
--
-- row    role           text
-- row    is_superuser   boolean
-- row    sees_all_rows  boolean  row security does not hold it
-- row    has_everyday   boolean  the server has the everyday role
SELECT
    current_user::text AS role,
    pg_roles.rolsuper AS is_superuser,
    pg_roles.rolsuper OR pg_roles.rolbypassrls AS sees_all_rows,
    EXISTS (SELECT FROM pg_roles AS everyday WHERE everyday.rolname = 'finally_app') AS has_everyday
FROM pg_roles
WHERE pg_roles.rolname = current_user
ORDER BY pg_roles.oid;
