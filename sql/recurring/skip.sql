-- recurring/skip
-- Skip what a recurring item has due in a month, or on a day of it: it is not posted, and no longer due.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  month    date
-- param  date     date?  null for all that is due in the month
-- row    month    date
-- row    date     date?  where the month does not say all
INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month, due_on)
SELECT
    %(user_id)s::uuid,
    %(id)s::uuid,
    NULL,
    year_of(due.entry_month),
    month_of(due.entry_month),
    due.known_by
FROM unposted_days(%(user_id)s::uuid, %(id)s::uuid, %(month)s::date) AS due
WHERE
    due.period = %(month)s::date
    AND due.due_on IS NOT DISTINCT FROM coalesce(%(date)s::date, due.due_on)
ORDER BY due.due_on
ON CONFLICT (user_id, recurring_id, year, month, due_on) DO NOTHING
RETURNING
    recurring_postings.period AS month,
    recurring_postings.due_on AS date;
