-- user/list
-- The users of this database, by email.
--
-- row    email          text
-- row    display_name   text?
-- row    base_currency  text
-- row    cognito_sub    text?
-- row    id             text
SELECT
    users.email,
    users.display_name,
    users.base_currency,
    users.cognito_sub,
    users.id::text AS id
FROM users
ORDER BY lower(users.email), users.id;
