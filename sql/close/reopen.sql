-- close/reopen
-- Open a month again, and all after it.
--
-- param  user_id  uuid
-- param  month    date
-- param  reason   text
-- row    month    date  whose seal holds no longer
SELECT reopened.month
FROM reopen_months(%(user_id)s::uuid, %(month)s::date, %(reason)s::text) AS reopened (month)
ORDER BY reopened.month;
