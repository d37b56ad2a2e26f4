-- demo/add_user
-- Open the demo household's books; no row when they are open already.
--
-- param  email         text
-- param  display_name  text
-- param  currency      text
-- row    email         text
INSERT INTO users (email, display_name, base_currency)
VALUES (%(email)s::text, %(display_name)s::text, %(currency)s::text)
ON CONFLICT DO NOTHING
RETURNING users.email;
