-- 009_logins_and_shares.sql
-- A database login of their own for each person, and books that another may read.
--
-- Who asks follows from the login: a person's own login is that person, whatever finally.user_id says.
-- Only a trusted login says by the setting whose books it opens: the owner of the tables, and
-- finally_app itself, as the one login of an embedded server. It is session_user that is asked, never
-- current_user: SET ROLE does not change it, and who may change it is a superuser.


-- -------------------------------------------------------------------------------------------------
-- Tables
-- -------------------------------------------------------------------------------------------------

-- A login is known by its name, as it is everywhere on the server: a dump keeps names, not oids.
CREATE TABLE user_logins (
    user_id    uuid        NOT NULL,
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    role_name  text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT login_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT login_taken
        UNIQUE (role_name),
    CONSTRAINT role_name_is_1_to_63_characters
        CHECK (char_length(role_name) BETWEEN 1 AND 63),
    CONSTRAINT everyday_role_is_nobodys_own
        CHECK (role_name <> 'finally_app')
);

CREATE TABLE user_shares (
    user_id    uuid        NOT NULL, -- whose books they are
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    reader_id  uuid        NOT NULL, -- who may read them
    created_at timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT share_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT reader_belongs_to_a_user
        FOREIGN KEY (reader_id) REFERENCES users (id),
    CONSTRAINT share_taken
        UNIQUE (user_id, reader_id),
    CONSTRAINT books_are_shared_with_somebody_else
        CHECK (reader_id <> user_id)
);

CREATE INDEX user_shares_by_reader ON user_shares (reader_id);


-- -------------------------------------------------------------------------------------------------
-- Who is asking
-- -------------------------------------------------------------------------------------------------

-- Each asks another table below it, and no policy asks one above: logins, then shares, then the rest.
-- All but the last two run with the rights of whoever asks, and see what their policies let them see.
-- Bodies are bound when they are made, so they need no search_path.

-- The person whose own login this is; null for any other.
CREATE FUNCTION user_of_login() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT user_logins.user_id
        FROM user_logins
        WHERE user_logins.role_name = session_user::text
    );

-- Whoever could become the owner of the tables may do anything here anyway; a superuser could.
CREATE FUNCTION session_owns_the_tables() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT pg_has_role(session_user, pg_class.relowner, 'MEMBER')
        FROM pg_class
        WHERE pg_class.oid = 'public.users'::regclass
    );

-- Whether this login may say whose books it opens.
CREATE FUNCTION session_is_trusted() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN session_user = 'finally_app' OR session_owns_the_tables();

-- Whether this runs inside a function that the owner of the tables lent their rights to.
CREATE FUNCTION acts_for_the_owner() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT pg_has_role(current_user, pg_class.relowner, 'USAGE')
        FROM pg_class
        WHERE pg_class.oid = 'public.users'::regclass
    );

-- Set for one transaction only, the setting is '' and not null afterwards: hence nullif. finally_app is
-- nobody's own login and asked first, so that the planner makes an expression of it that reads no table.
CREATE OR REPLACE FUNCTION current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app'
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE coalesce(
            user_of_login(),
            CASE
                WHEN session_owns_the_tables()
                    THEN nullif(current_setting('finally.user_id', true), '')::uuid
            END
        )
    END;

-- Whose books the current user may read beside their own.
CREATE FUNCTION shared_books() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ARRAY(
        SELECT user_shares.user_id
        FROM user_shares
        WHERE user_shares.reader_id = (SELECT current_user_id())
    );

-- Whose books lie open: those that the setting names, if they may be read; else one's own.
CREATE FUNCTION open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN nullif(current_setting('finally.user_id', true), '')::uuid = ANY (shared_books())
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE current_user_id()
    END;

-- The logins of a user, as far as whoever asks may see them.
CREATE FUNCTION logins_of(whose uuid) RETURNS text
    LANGUAGE sql STABLE
    RETURN (
        SELECT string_agg(user_logins.role_name, ', ' ORDER BY user_logins.role_name)
        FROM user_logins
        WHERE user_logins.user_id = whose
    );

-- The user of an address. SECURITY DEFINER: who shares books names a reader whom they cannot see. It
-- takes an address in full and gives nothing but an id, and nothing to a login that has no books.
CREATE FUNCTION user_of_email(wanted text) RETURNS uuid
    LANGUAGE sql STABLE
    SECURITY DEFINER
    RETURN (
        SELECT users.id
        FROM users
        WHERE lower(users.email) = lower(wanted)
          AND (user_of_login() IS NOT NULL OR session_is_trusted())
    );

-- The addresses of those who may read a user's books, told to that user and to a trusted login.
CREATE FUNCTION readers_of(whose uuid) RETURNS text
    LANGUAGE sql STABLE
    SECURITY DEFINER
    RETURN (
        SELECT string_agg(users.email, ', ' ORDER BY lower(users.email))
        FROM user_shares
        JOIN users ON users.id = user_shares.reader_id
        WHERE user_shares.user_id = whose
          AND (whose = current_user_id() OR session_is_trusted())
    );

REVOKE EXECUTE ON FUNCTION user_of_email(text), readers_of(uuid) FROM PUBLIC;


-- -------------------------------------------------------------------------------------------------
-- Who sees what. A function that reads a table is no simple expression: asked as (SELECT …), it is
-- called once for a statement, and without that once for a row.
-- -------------------------------------------------------------------------------------------------

-- Every table of somebody's books so far: what is shared is read, and nothing more. A write, and a row
-- lock, ask own_rows_only as well. The audit is not shared. Policies are asked from the last name to
-- the first: own_rows_only before lent_rows_are_read, which looks for shares only where a row is not
-- one's own.
DO $$
DECLARE
    owned text;
BEGIN
    FOR owned IN
        SELECT relname
        FROM pg_policy
        JOIN pg_class ON pg_class.oid = polrelid
        WHERE relnamespace = 'public'::regnamespace
          AND polname = 'own_rows_only'
        ORDER BY relname
    LOOP
        EXECUTE format(
            'ALTER POLICY own_rows_only ON public.%I'
            ' USING (user_id = (SELECT public.current_user_id()))',
            owned
        );
        CONTINUE WHEN owned IN ('audit_events', 'audit_changes');
        EXECUTE format(
            'CREATE POLICY lent_rows_are_read ON public.%I FOR SELECT'
            ' USING (user_id = ANY ((SELECT public.shared_books())::uuid[]))',
            owned
        );
    END LOOP;
END
$$;

-- A category is found by its code, and two households may have the same: only those of the books that
-- lie open are there.
CREATE POLICY of_the_open_books ON asset_categories AS RESTRICTIVE FOR SELECT
    USING (user_id IS NULL OR user_id = (SELECT open_books()));
CREATE POLICY of_the_open_books ON income_categories AS RESTRICTIVE FOR SELECT
    USING (user_id IS NULL OR user_id = (SELECT open_books()));
CREATE POLICY of_the_open_books ON expense_categories AS RESTRICTIVE FOR SELECT
    USING (user_id IS NULL OR user_id = (SELECT open_books()));
CREATE POLICY of_the_open_books ON expense_subcategories AS RESTRICTIVE FOR SELECT
    USING (user_id IS NULL OR user_id = (SELECT open_books()));

-- A login sees itself, which is how it learns who it is; nobody gives one to themself.
ALTER TABLE user_logins ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_logins FORCE ROW LEVEL SECURITY;
CREATE POLICY own_login_is_seen ON user_logins FOR SELECT
    USING (role_name = session_user::text);
CREATE POLICY trusted_logins_hand_them_out ON user_logins
    USING ((SELECT session_is_trusted()));

-- Whose books they are gives and takes; the reader sees that there is something to read.
ALTER TABLE user_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_shares FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON user_shares
    USING (user_id = (SELECT current_user_id()));
CREATE POLICY readers_see_what_they_read ON user_shares FOR SELECT
    USING (reader_id = (SELECT current_user_id()));
CREATE POLICY trusted_logins_see_all ON user_shares FOR SELECT
    USING ((SELECT session_is_trusted()));

-- A person sees themself and those who share with them, and edits themself. A trusted login must find
-- whose books to open, and adds users.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own_row_is_seen ON users FOR SELECT
    USING (id = (SELECT current_user_id()));
CREATE POLICY own_row_is_edited ON users FOR UPDATE
    USING (id = (SELECT current_user_id()));
CREATE POLICY owners_of_shared_books_are_seen ON users FOR SELECT
    USING (id = ANY ((SELECT shared_books())::uuid[]));
CREATE POLICY found_by_the_owners_functions ON users FOR SELECT
    USING ((SELECT acts_for_the_owner()));
CREATE POLICY trusted_logins_see_and_add_all ON users
    USING ((SELECT session_is_trusted()));

-- Whom an address means is for the owner to say. Were it not, a new one that is refused because it is
-- taken would tell who else is here.
CREATE TRIGGER address_is_given_by_the_owner BEFORE UPDATE OF email, cognito_sub ON users
    FOR EACH ROW
    WHEN (
        (OLD.email IS DISTINCT FROM NEW.email OR OLD.cognito_sub IS DISTINCT FROM NEW.cognito_sub)
        AND NOT session_is_trusted()
    )
    EXECUTE FUNCTION refuse(
        'address_is_given_by_the_owner', 'a person''s own login does not change their address'
    );


-- -------------------------------------------------------------------------------------------------
-- Both are kept in the audit
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON user_logins
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_logins', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON user_logins
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_logins', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON user_logins
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_logins', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON user_logins
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('user_logins', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON user_shares
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_shares', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON user_shares
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_shares', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON user_shares
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('user_shares', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON user_shares
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('user_shares', 'user_id');


-- -------------------------------------------------------------------------------------------------
-- The everyday role, of which every person's login is a member
-- -------------------------------------------------------------------------------------------------

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON user_logins, user_shares TO finally_app;
        GRANT EXECUTE ON FUNCTION user_of_email(text), readers_of(uuid) TO finally_app;
    END IF;
END
$$;
