-- user/share
-- Let another user read somebody's books; no row where they may already.
--
-- param  user_id    uuid
-- param  reader_id  uuid
-- param  reader     text   their address, as it was typed
-- row    email      text
-- row    reader     text
WITH added AS (
    INSERT INTO user_shares (user_id, reader_id)
    VALUES (%(user_id)s::uuid, %(reader_id)s::uuid)
    ON CONFLICT (user_id, reader_id) DO NOTHING
    RETURNING user_shares.user_id
)
SELECT
    users.email,
    %(reader)s::text AS reader
FROM added
JOIN users ON users.id = added.user_id
ORDER BY users.email;
