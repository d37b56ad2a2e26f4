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
-- row    month_begins   integer   the day of the month before; also of a schema that does not know it yet
WITH asking AS (
    SELECT
        user_of_login() AS own_id,
        session_is_trusted() AS is_trusted
),
exact AS (  -- who is named, or else the login's own user, or that of the operating system's login
    SELECT users.id
    FROM users
    WHERE
        users.address_key = md5(folded(coalesce(%(who)s::text, %(login)s::text)))::uuid
        AND folded(users.email) = folded(coalesce(%(who)s::text, %(login)s::text))
        AND (%(who)s::text IS NOT NULL OR (SELECT asking.own_id FROM asking) IS NULL)
    UNION ALL
    SELECT asking.own_id AS id
    FROM asking
    WHERE %(who)s::text IS NULL AND asking.own_id IS NOT NULL
),
others AS (  -- two at most, and none where nobody else can be meant
    SELECT users.id
    FROM users
    WHERE
        NOT EXISTS (SELECT FROM exact)
        AND CASE
            WHEN %(who)s::text IS NOT NULL THEN starts_with(folded(users.email), folded(%(who)s::text))
            ELSE (SELECT asking.own_id FROM asking) IS NULL
        END
    ORDER BY users.id
    LIMIT 2
),
matching AS (
    SELECT exact.id
    FROM exact
    UNION ALL
    SELECT others.id
    FROM others
),
counted AS (
    SELECT count(*) AS matches
    FROM matching
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
    chosen.base_currency,
    coalesce((to_jsonb(chosen) ->> 'month_begins')::integer, 1) AS month_begins
FROM migrated
CROSS JOIN asking
CROSS JOIN counted
LEFT JOIN users AS chosen
    ON counted.matches = 1
    AND chosen.id = (SELECT matching.id FROM matching ORDER BY matching.id LIMIT 1)
ORDER BY chosen.email;
