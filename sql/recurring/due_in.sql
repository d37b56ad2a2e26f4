-- recurring/due_in
-- What a recurring item has due in a month, or on a day of it, with what came of that.
--
-- param  user_id     uuid
-- param  id          uuid
-- param  month       date
-- param  date        date?  null for all of the month
-- row    is_skipped  boolean
-- row    item_id     text?  of what was posted
SELECT
    recurring_postings.id IS NOT NULL AND recurring_postings.item_id IS NULL AS is_skipped,
    recurring_postings.item_id::text AS item_id
FROM due_days(%(user_id)s::uuid, %(id)s::uuid, %(month)s::date) AS due
LEFT JOIN recurring_postings
    ON recurring_postings.user_id = %(user_id)s::uuid
    AND recurring_postings.recurring_id = %(id)s::uuid
    AND month_of_day(coalesce(recurring_postings.due_on, recurring_postings.period), 1) = %(month)s::date
    AND (
        due.counted_on IS NULL
        OR recurring_postings.due_on IS NULL
        OR recurring_postings.due_on = due.counted_on
    )
WHERE
    due.period = %(month)s::date
    AND due.due_on IS NOT DISTINCT FROM coalesce(%(date)s::date, due.due_on)
ORDER BY due.due_on, recurring_postings.id;
