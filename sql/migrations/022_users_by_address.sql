-- 022_users_by_address.sql
-- An address is found by an index under row security too.

-- A comparison of folded(email) is no condition of an index there: the function might tell what it was given,
-- and row security asks first. That of a column is one. In the order of its bytes, the addresses that
-- begin alike are together, whatever the database sorts by.
ALTER TABLE users ADD COLUMN folded_email text GENERATED ALWAYS AS (folded(email)) STORED NOT NULL;
DROP INDEX user_email_taken;
CREATE UNIQUE INDEX user_email_taken ON users (folded_email COLLATE "C");

-- The user of an address. SECURITY DEFINER: who shares books names a reader whom they cannot see. It
-- takes an address in full and gives nothing but an id, and nothing to a login that has no books.
CREATE OR REPLACE FUNCTION user_of_email(wanted text) RETURNS uuid
    LANGUAGE sql STABLE
    SECURITY DEFINER
    RETURN (
        SELECT users.id
        FROM users
        WHERE users.folded_email = folded(wanted) COLLATE "C"
          AND (user_of_login() IS NOT NULL OR session_is_trusted())
    );
