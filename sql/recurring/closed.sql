-- recurring/closed
-- How much was due in each closed month up to a day, and neither posted nor skipped before it was closed.
--
-- param  user_id  uuid
-- param  last     date    the last day
-- row    month    date
-- row    items    bigint
SELECT
    unposted.entry_month AS month,
    count(*) AS items
FROM recurring_items
CROSS JOIN LATERAL unposted_days(
    %(user_id)s::uuid,
    recurring_items.id,
    least(%(last)s::date, (SELECT closed_through(%(user_id)s::uuid)))
) AS unposted
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.succeeded_by IS NULL
    AND unposted.is_closed
GROUP BY unposted.entry_month
ORDER BY unposted.entry_month;
