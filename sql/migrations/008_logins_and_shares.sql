-- 008_logins_and_shares.sql
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
-- Who is asking, and which books lie open: one set at a time, one's own or one lent for reading
-- -------------------------------------------------------------------------------------------------

-- Each asks another table below it, and no policy asks one above: logins, then shares, then the rest.
-- All but two run with the rights of whoever asks, and see what their policies let them see.
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
CREATE FUNCTION current_user_id() RETURNS uuid
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

-- The books that the setting names, where they are another's and lent to whoever asks; else null.
CREATE FUNCTION lent_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT user_shares.user_id
        FROM user_shares
        WHERE user_shares.user_id = nullif(current_setting('finally.user_id', true), '')::uuid
          AND user_shares.reader_id = (SELECT current_user_id())
    );

-- Whose books lie open: those that the setting names, if they are lent; else one's own. finally_app is
-- asked first, as in current_user_id, so that the planner makes an expression of it that reads no table.
CREATE FUNCTION open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app'
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE coalesce(lent_books(), current_user_id())
    END;

-- The open books where they are one's own, to write in; null while lent ones lie open.
CREATE FUNCTION own_open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app'
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        WHEN lent_books() IS NULL
            THEN current_user_id()
    END;

-- Whose audit is read: that of the open books where they are one's own. The triggers that seal an event
-- run as the tables' owner and say whose chain it is: who declines a share writes in the chain of whoever
-- gave it.
CREATE FUNCTION open_audit() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app' OR acts_for_the_owner()
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE own_open_books()
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
        WHERE users.address_key = md5(folded(wanted))::uuid
          AND folded(users.email) = folded(wanted)
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
