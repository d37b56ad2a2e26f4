-- user/add
-- Add a user, whose books are empty.
--
-- param  email          text
-- param  display_name   text?
-- param  cognito_sub    text?
-- param  base_currency  text
-- param  begins         integer  the day that months of incomes and expenses begin with
-- row    email          text
-- row    display_name   text?
-- row    base_currency  text
-- row    month_begins   integer
-- row    cognito_sub    text?
-- row    id             text
INSERT INTO users (email, display_name, cognito_sub, base_currency, month_begins)
VALUES (
    %(email)s::text,
    %(display_name)s::text,
    %(cognito_sub)s::text,
    %(base_currency)s::text,
    %(begins)s::integer
)
RETURNING
    users.email,
    users.display_name,
    users.base_currency,
    users.month_begins,
    users.cognito_sub,
    users.id::text AS id;
