-- past/user
-- What the user was called, and in which currency they kept books.
--
-- param  user_id        uuid
-- row    display_name   text?
-- row    base_currency  text
SELECT
    users.display_name,
    users.base_currency
FROM users
WHERE users.id = %(user_id)s::uuid
ORDER BY users.id;
