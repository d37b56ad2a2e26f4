-- db/session
-- Who is asking, whose books they mean, and which schema answers.
--
-- param  who         text?     an email, or the beginning of one; null for the login's own user, or the only one
-- param  login       text?     the email of the operating system's login, preferred among several
-- row    version     integer
-- row    role_name   text      the login that asks
-- row    is_known    boolean   whether it is trusted with all books, or has books of its own
-- row    is_reader   boolean   whether the books are another's, shared with it for reading
-- row    matches     bigint    how many users fit, 2 standing for more
-- row    id          text?     null unless one user is meant
-- row    email       text?
-- row    display_name  text?
-- row    base_currency  text?
WITH asking AS (
    SELECT
        user_of_login() AS own_id,
        session_is_trusted() AS is_trusted
),
sought AS (
    SELECT
        folded(%(who)s::text) COLLATE "C" AS beginning,
        folded(coalesce(%(who)s::text, %(login)s::text)) AS email
),
named AS (  -- by their index: all that begin alike are together there, the shortest first
    SELECT
        users.id,
        users.email,
        users.display_name,
        users.base_currency::text AS base_currency,
        users.folded_email
    FROM users
    WHERE
        users.folded_email COLLATE "C" >= (SELECT coalesce(sought.beginning, '') FROM sought)
        AND users.folded_email COLLATE "C"
        < (SELECT coalesce(sought.beginning, '') || chr(1114111) FROM sought)
        AND (%(who)s::text IS NOT NULL OR (SELECT asking.own_id FROM asking) IS NULL)
    ORDER BY users.folded_email COLLATE "C"
    LIMIT 2
),
preferred AS (
    SELECT
        users.id,
        users.email,
        users.display_name,
        users.base_currency::text AS base_currency,
        users.folded_email
    FROM users
    WHERE
        %(who)s::text IS NULL
        AND users.id = (SELECT coalesce(asking.own_id, user_of_email(%(login)s::text)) FROM asking)
),
matching AS (
    SELECT
        found.id,
        found.email,
        found.display_name,
        found.base_currency,
        found.folded_email = sought.email AS is_exact
    FROM (
        SELECT
            preferred.id,
            preferred.email,
            preferred.display_name,
            preferred.base_currency,
            preferred.folded_email
        FROM preferred
        UNION
        SELECT
            named.id,
            named.email,
            named.display_name,
            named.base_currency,
            named.folded_email
        FROM named
    ) AS found
    CROSS JOIN sought
    ORDER BY is_exact DESC NULLS LAST, found.email
    LIMIT 2
),
counted AS (
    SELECT count(*) AS matches
    FROM matching
),
chosen AS (
    SELECT
        matching.id,
        matching.email,
        matching.display_name,
        matching.base_currency
    FROM matching
    CROSS JOIN counted
    WHERE matching.is_exact OR counted.matches = 1
),
migrated AS (
    SELECT coalesce(max(schema_migrations.version), 0) AS version
    FROM schema_migrations
)
SELECT
    migrated.version,
    session_user::text AS role_name,
    asking.is_trusted OR asking.own_id IS NOT NULL AS is_known,
    coalesce(chosen.id <> asking.own_id, false) AS is_reader,
    counted.matches,
    chosen.id::text AS id,
    chosen.email,
    chosen.display_name,
    chosen.base_currency
FROM migrated
CROSS JOIN asking
CROSS JOIN counted
LEFT JOIN chosen ON true
ORDER BY chosen.email;
