-- user/find_reader
-- The user whom an address means, whether or not the login may see them.
--
-- param  email  text
-- row    id     text?
SELECT user_of_email(%(email)s::text)::text AS id;
