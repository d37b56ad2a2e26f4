-- doctor/users
-- The users whose books this login may check: its own, or everybody's.
--
-- row    id     text
-- row    email  text
SELECT
    users.id::text AS id,
    users.email
FROM users
WHERE session_is_trusted() OR users.id = current_user_id()
ORDER BY users.email;
