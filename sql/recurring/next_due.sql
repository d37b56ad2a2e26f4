-- recurring/next_due
-- The first month from a month on in which a recurring item is due, and neither posted nor skipped.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  first    date
-- row    month    date
SELECT due.period AS month
FROM unposted_days(%(user_id)s::uuid, %(id)s::uuid, '2100-12-01') AS due
WHERE due.period >= %(first)s::date AND NOT due.is_closed
ORDER BY due.period
LIMIT 1;
