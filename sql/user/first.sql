-- user/first
-- Make the first user of an embedded database; nothing when there is one already.
--
-- param  email          text
-- param  display_name   text?
-- param  base_currency  text
-- row    email          text
-- row    base_currency  text
INSERT INTO users (email, display_name, base_currency)
SELECT
    %(email)s::text,
    %(display_name)s::text,
    %(base_currency)s::text
WHERE NOT EXISTS (SELECT FROM users)
ON CONFLICT DO NOTHING
RETURNING
    users.email,
    users.base_currency::text AS base_currency;
