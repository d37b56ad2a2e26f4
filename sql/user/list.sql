-- user/list
-- The users of this database whom the login may see, by email.
--
-- row    email          text
-- row    display_name   text?
-- row    base_currency  text
-- row    month_begins   integer
-- row    cognito_sub    text?
-- row    id             text
-- row    logins         text?   the roles they log in as, with commas between
-- row    readers        text?   the addresses of those who may read their books
SELECT
    users.email,
    users.display_name,
    users.base_currency,
    users.month_begins,
    users.cognito_sub,
    users.id::text AS id,
    logins_of(users.id) AS logins,
    readers_of(users.id) AS readers
FROM users
ORDER BY lower(users.email), users.id;
