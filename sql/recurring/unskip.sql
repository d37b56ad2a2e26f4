-- recurring/unskip
-- Skip no more what a recurring item has due in a month, or on a day of it.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  month    date
-- param  date     date?  null for all of the month
-- row    month    date
-- row    date     date?  where the month does not say all
DELETE FROM recurring_postings
WHERE
    recurring_postings.user_id = %(user_id)s::uuid
    AND recurring_postings.recurring_id = %(id)s::uuid
    AND recurring_postings.item_id IS NULL
    AND month_of_day(coalesce(recurring_postings.due_on, recurring_postings.period), 1) = %(month)s::date
    AND coalesce(recurring_postings.due_on = %(date)s::date, true)
RETURNING
    recurring_postings.period AS month,
    recurring_postings.due_on AS date;
