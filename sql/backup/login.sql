-- backup/login
-- Whether this login could run programs or reach files on the server, whatever role it has taken on.
--
-- row    is_privileged  boolean
SELECT
    EXISTS (
        SELECT
        FROM pg_roles
        WHERE
            pg_has_role(session_user, pg_roles.oid, 'MEMBER')
            AND (
                pg_roles.rolsuper
                OR pg_roles.rolname IN (
                    'pg_execute_server_program',
                    'pg_read_server_files',
                    'pg_write_server_files'
                )
            )
    ) AS is_privileged;
