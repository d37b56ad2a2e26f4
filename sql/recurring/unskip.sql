-- recurring/unskip
-- Skip no more what a recurring item has due in a month, or on a day of it.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  month    date
-- param  date     date?  null for all of the month
-- row    month    date
-- row    date     date?  of what is due every some weeks
DELETE FROM recurring_postings
WHERE
    recurring_postings.user_id = %(user_id)s::uuid
    AND recurring_postings.recurring_id = %(id)s::uuid
    AND recurring_postings.item_id IS NULL
    AND recurring_postings.year = year_of(%(month)s::date)
    AND recurring_postings.month = month_of(%(month)s::date)
    AND coalesce(recurring_postings.due_on = %(date)s::date, true)
RETURNING
    recurring_postings.period AS month,
    recurring_postings.due_on AS date;
