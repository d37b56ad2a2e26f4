-- user/hold
-- Wait for whoever is adding to the books of the current user just now, and let nobody add until the transaction ends.
-- Each row of theirs has a key to the user, which is a lock of this row.
--
-- param  user_id       uuid
-- row    month_begins  integer
SELECT users.month_begins
FROM users
WHERE users.id = %(user_id)s::uuid
ORDER BY users.id
FOR UPDATE;
