-- past/user
-- What the user was called, in which currency they kept books, and when their months began.
--
-- param  user_id        uuid
-- row    display_name   text?
-- row    base_currency  text
-- row    month_begins   integer
SELECT
    users.display_name,
    users.base_currency,
    users.month_begins
FROM users
WHERE users.id = %(user_id)s::uuid
ORDER BY users.id;
