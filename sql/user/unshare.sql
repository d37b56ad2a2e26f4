-- user/unshare
-- Let another user read somebody's books no longer; no row where they may not.
--
-- param  user_id  uuid
-- param  reader   text  their address
-- row    email    text
-- row    reader   text
WITH deleted AS (
    DELETE FROM user_shares
    WHERE
        user_shares.user_id = %(user_id)s::uuid
        AND user_shares.reader_id = user_of_email(%(reader)s::text)
    RETURNING user_shares.user_id
)
SELECT
    users.email,
    %(reader)s::text AS reader
FROM deleted
JOIN users ON users.id = deleted.user_id
ORDER BY users.email;
