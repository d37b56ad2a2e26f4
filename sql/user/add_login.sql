-- user/add_login
-- Record that a role of the server is a user's own login.
--
-- param  user_id    uuid
-- param  role_name  text
-- row    email      text
-- row    role_name  text
WITH added AS (
    INSERT INTO user_logins (user_id, role_name)
    VALUES (%(user_id)s::uuid, %(role_name)s::text)
    RETURNING
        user_logins.user_id,
        user_logins.role_name
)
SELECT
    users.email,
    added.role_name
FROM added
JOIN users ON users.id = added.user_id
ORDER BY added.role_name;
