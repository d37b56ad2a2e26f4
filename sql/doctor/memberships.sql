-- doctor/memberships
-- The everyday role and people's logins, where they are members of a role that goes past row security.
-- Told with the membership that can be taken away, and where that leads.
--
-- row    severity  text
-- row    finding   text
-- row    remedy    text
WITH held AS (
    SELECT
        pg_roles.oid,
        pg_roles.rolname,
        CASE
            WHEN pg_roles.rolname = 'finally_app' THEN 'the everyday role finally_app'
            ELSE 'the login ' || pg_roles.rolname
        END AS who
    FROM pg_roles
    WHERE
        pg_roles.rolname = 'finally_app'
        OR EXISTS (
            SELECT
            FROM pg_auth_members
            WHERE
                pg_auth_members.member = pg_roles.oid
                AND pg_get_userbyid(pg_auth_members.roleid) = 'finally_app'
                AND NOT pg_auth_members.admin_option
        )
),
predefined (role_name, meaning) AS (
    VALUES
        ('pg_execute_server_program', 'runs programs on the server'),
        ('pg_read_server_files', 'reads the server''s files'),
        ('pg_write_server_files', 'writes the server''s files'),
        ('pg_read_all_data', 'reads what the planner knows of everybody''s rows'),
        ('pg_write_all_data', 'writes tables that are not theirs to write'),
        ('pg_read_all_stats', 'sees what others ask the server'),
        ('pg_signal_backend', 'ends other people''s commands'),
        ('pg_maintain', 'locks everybody''s tables'),
        ('pg_create_subscription', 'brings rows in past row security')
)
SELECT
    'error' AS severity,
    format('%%s is a member of %%I', held.who, joined.rolname)
    || CASE WHEN above.oid = joined.oid THEN '' ELSE format(', and so of %%I', above.rolname) END
    || above.meaning AS finding,
    format('REVOKE %%I FROM %%I;', joined.rolname, held.rolname) AS remedy
FROM held
JOIN pg_auth_members ON pg_auth_members.member = held.oid
JOIN pg_roles AS joined ON joined.oid = pg_auth_members.roleid
CROSS JOIN LATERAL (
    SELECT
        pg_roles.oid,
        pg_roles.rolname,
        coalesce(', which ' || predefined.meaning, ', whom row security does not hold') AS meaning
    FROM pg_roles
    LEFT JOIN predefined ON predefined.role_name = pg_roles.rolname
    WHERE
        pg_has_role(joined.oid, pg_roles.oid, 'MEMBER')
        AND (
            predefined.role_name IS NOT NULL
            OR pg_roles.rolsuper
            OR pg_roles.rolbypassrls
            OR pg_roles.rolcreaterole
            OR pg_roles.rolreplication
            OR pg_roles.oid = (
                SELECT pg_class.relowner
                FROM pg_class
                WHERE pg_class.oid = 'public.users'::regclass
            )
        )
    -- A superuser is a member of everybody: that itself is what there is to tell.
    ORDER BY
        pg_roles.oid <> joined.oid,
        pg_roles.rolname
    LIMIT 1
) AS above
ORDER BY
    held.rolname,
    joined.rolname;
