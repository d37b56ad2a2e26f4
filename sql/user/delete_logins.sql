-- user/delete_logins
-- Take a user's logins away: one of them, or all.
--
-- param  user_id    uuid
-- param  role_name  text?  null for all
-- row    email      text
-- row    role_name  text
WITH deleted AS (
    DELETE FROM user_logins
    WHERE
        user_logins.user_id = %(user_id)s::uuid
        AND user_logins.role_name = coalesce(%(role_name)s::text, user_logins.role_name)
    RETURNING
        user_logins.user_id,
        user_logins.role_name
)
SELECT
    users.email,
    deleted.role_name
FROM deleted
JOIN users ON users.id = deleted.user_id
ORDER BY deleted.role_name;
