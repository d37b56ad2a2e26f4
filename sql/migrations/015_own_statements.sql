-- 015_own_statements.sql
-- A statement that a person wrote is trusted with no books but those that lie open, whatever its login is.
--
-- The everyday role of the embedded server, and the tables' owner, find whose books to open: they see every user,
-- share and login. A statement that somebody typed, or was sent, need not. finally.trust says so for a transaction.

CREATE OR REPLACE FUNCTION session_is_trusted() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (session_user = 'finally_app' OR session_owns_the_tables())
        AND current_setting('finally.trust', true) IS DISTINCT FROM 'none';
