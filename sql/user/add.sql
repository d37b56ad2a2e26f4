-- user/add
-- Add a user, whose books are empty.
--
-- param  email          text
-- param  display_name   text?
-- param  cognito_sub    text?
-- param  base_currency  text
-- row    email          text
-- row    display_name   text?
-- row    base_currency  text
-- row    cognito_sub    text?
-- row    id             text
INSERT INTO users (email, display_name, cognito_sub, base_currency)
VALUES (
    %(email)s::text,
    %(display_name)s::text,
    %(cognito_sub)s::text,
    %(base_currency)s::text
)
RETURNING
    users.email,
    users.display_name,
    users.base_currency,
    users.cognito_sub,
    users.id::text AS id;
