-- close/through
-- The last month that is closed, with all before it.
--
-- param  user_id  uuid
-- row    month    date?  null while none is
SELECT closed_through(%(user_id)s::uuid) AS month
ORDER BY month;
