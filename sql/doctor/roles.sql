-- doctor/roles
-- The everyday role and people's logins, where a right of theirs goes past row security.
-- A login is a member of the everyday role; who may let others join it is no mere login.
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
        END AS who,
        pg_roles.rolsuper,
        pg_roles.rolbypassrls,
        pg_roles.rolcreaterole,
        pg_roles.rolreplication,
        pg_roles.rolcreatedb
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
rights AS (
    SELECT
        held.rolname,
        held.who,
        may.its_right,
        may.meaning
    FROM held
    CROSS JOIN LATERAL (
        VALUES
            (held.rolsuper, 'SUPERUSER', 'is a superuser, whom no rule holds'),
            (held.rolbypassrls, 'BYPASSRLS', 'goes past row security and sees everybody''s books'),
            (held.rolcreaterole, 'CREATEROLE', 'may make roles and let others in'),
            (held.rolreplication, 'REPLICATION', 'may copy the whole server, everybody''s books among it'),
            (held.rolcreatedb AND held.rolname = 'finally_app', 'CREATEDB', 'may make databases')
    ) AS may (has_it, its_right, meaning)
    WHERE may.has_it
)
SELECT
    'error' AS severity,
    format('%%s %%s', rights.who, rights.meaning) AS finding,
    format('ALTER ROLE %%I NO%%s;', rights.rolname, rights.its_right) AS remedy
FROM rights
ORDER BY
    rights.rolname,
    rights.its_right;
