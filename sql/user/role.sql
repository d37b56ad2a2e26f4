-- user/role
-- What a role of the server is, and whether it is a user's login.
--
-- param  user_id                uuid
-- param  role_name              text
-- row    is_asked_by_the_owner  boolean   by a trusted login, and not by a person's own
-- row    is_there               boolean
-- row    can_log_in             boolean
-- row    is_above_the_rules     boolean   it is, or is a member of, a role that gets past row security
-- row    is_theirs              boolean?  null where it is nobody's login
WITH free AS (
    SELECT pg_roles.oid
    FROM pg_roles
    WHERE
        pg_roles.rolsuper
        OR pg_roles.rolbypassrls
        OR pg_roles.rolcreaterole
        OR pg_roles.rolreplication
        -- doctor/roles says what each of them may do.
        OR pg_roles.rolname IN (
            'pg_execute_server_program',
            'pg_read_server_files',
            'pg_write_server_files',
            'pg_read_all_data',
            'pg_write_all_data',
            'pg_read_all_stats',
            'pg_signal_backend',
            'pg_maintain',
            'pg_create_subscription'
        )
        OR pg_roles.oid = (
            SELECT pg_class.relowner
            FROM pg_class
            WHERE pg_class.oid = 'public.users'::regclass
        )
)
SELECT
    session_is_trusted() AS is_asked_by_the_owner,
    found.oid IS NOT NULL AS is_there,
    coalesce(found.rolcanlogin, false) AS can_log_in,
    wanted.role_name = 'finally_app'
    OR EXISTS (
        SELECT
        FROM free
        WHERE pg_has_role(found.oid, free.oid, 'MEMBER')
    ) AS is_above_the_rules,
    user_logins.user_id = %(user_id)s::uuid AS is_theirs
FROM (VALUES (%(role_name)s::text)) AS wanted (role_name)
LEFT JOIN pg_roles AS found ON found.rolname = wanted.role_name
LEFT JOIN user_logins ON user_logins.role_name = wanted.role_name
ORDER BY wanted.role_name;
