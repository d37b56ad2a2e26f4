-- db/session
-- Who is asking and which schema answers; row security then sees that user until the transaction ends.
--
-- param  who         text?     an email, or the beginning of one; null for the only user there is
-- param  login       text?     the email of the operating system's login, preferred among several
-- row    version     integer
-- row    matches     bigint    how many users fit, 2 standing for more
-- row    id          text?     null unless one user is meant
-- row    email       text?
-- row    display_name  text?
-- row    base_currency  text?
-- row    identified  text
WITH matching AS (
    SELECT
        users.id::text AS id,
        users.email,
        users.display_name,
        users.base_currency::text AS base_currency,
        lower(users.email) = lower(coalesce(%(who)s::text, %(login)s::text)) AS is_exact
    FROM users
    WHERE %(who)s::text IS NULL OR starts_with(lower(users.email), lower(%(who)s::text))
    ORDER BY is_exact DESC NULLS LAST, users.email
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
    counted.matches,
    chosen.id,
    chosen.email,
    chosen.display_name,
    chosen.base_currency,
    set_config('finally.user_id', coalesce(chosen.id, ''), true) AS identified
FROM migrated
CROSS JOIN counted
LEFT JOIN chosen ON true
ORDER BY chosen.email;
