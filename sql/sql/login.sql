-- sql/login
-- As whom a login may ask: whether row security holds it, and whether it may be the everyday role.
--
-- row    name          text
-- row    is_above      boolean  row security does not hold it
-- row    is_everyday   boolean
-- row    may_become_it boolean  by SET ROLE
SELECT
    pg_roles.rolname::text AS name,
    pg_roles.rolsuper OR pg_roles.rolbypassrls AS is_above,
    pg_roles.rolname = 'finally_app' AS is_everyday,
    coalesce(pg_has_role(current_user, to_regrole('finally_app')::oid, 'MEMBER'), false) AS may_become_it
FROM pg_roles
WHERE pg_roles.rolname = current_user
ORDER BY name;
