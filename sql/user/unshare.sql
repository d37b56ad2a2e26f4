-- user/unshare
-- Let another user read somebody's books no longer, as either of the two; no row where they may not.
--
-- param  user_id  uuid   who ends it: whose books they are, or their reader
-- param  lender   text   whose books they are
-- param  reader   text   the reader's address
-- row    email    text
-- row    reader   text
WITH deleted AS (
    DELETE FROM user_shares
    WHERE
        user_shares.user_id = (SELECT user_of_email(%(lender)s::text))
        AND user_shares.reader_id = (SELECT user_of_email(%(reader)s::text))
        AND (
            user_shares.user_id = %(user_id)s::uuid
            OR user_shares.reader_id = %(user_id)s::uuid
        )
    RETURNING user_shares.id
)
SELECT
    %(lender)s::text AS email,
    %(reader)s::text AS reader
FROM deleted
ORDER BY deleted.id;
