-- move/logins
-- Everybody's own logins, and whether this server has a role of that name.
--
-- row    role_name  text
-- row    email      text
-- row    is_there   boolean
SELECT
    user_logins.role_name,
    users.email,
    pg_roles.oid IS NOT NULL AS is_there
FROM public.user_logins -- of all users: it is asked by the owner
JOIN users ON users.id = user_logins.user_id
LEFT JOIN pg_roles ON pg_roles.rolname = user_logins.role_name
ORDER BY user_logins.role_name;
