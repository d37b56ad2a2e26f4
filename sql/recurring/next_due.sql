-- recurring/next_due
-- The first month from a month on in which a recurring item is due and was not posted.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  first    date
-- row    month    date
SELECT due_month.period AS month
FROM due_months(%(user_id)s::uuid, %(id)s::uuid, '2100-12-01') AS due_month
WHERE
    due_month.period >= %(first)s::date
    AND NOT EXISTS (
        SELECT
        FROM recurring_postings
        WHERE
            recurring_postings.user_id = %(user_id)s::uuid
            AND recurring_postings.recurring_id = %(id)s::uuid
            AND recurring_postings.period = due_month.period
    )
ORDER BY due_month.period
LIMIT 1;
