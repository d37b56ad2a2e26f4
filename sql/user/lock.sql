-- user/lock
-- Let one command at a time go on that must see what another of the same user leaves.
-- Held until the transaction ends. It is the lock of a row that row security shows to nobody else.
--
-- param  user_id        uuid
-- row    base_currency  text     which the one before may have changed, as it may the next
-- row    month_begins   integer
SELECT
    users.base_currency,
    users.month_begins
FROM users
WHERE users.id = %(user_id)s::uuid
ORDER BY users.id
FOR NO KEY UPDATE;
