-- export/recurring_postings
-- The months, and days, that recurring items were posted or skipped in, and the entries that came of it.
--
-- param  user_id       uuid
-- param  first         date?  the first month; null for all
-- param  last          date?  the last month
-- row    month         date
-- row    date          date?  of what is due every some weeks
-- row    recurring_id  text
-- row    item_id       text?  of the income or the expense, which may be gone; null where it was skipped
-- row    id            text
-- row    created_at    text
SELECT
    recurring_postings.period AS month,
    recurring_postings.due_on AS date,
    recurring_postings.recurring_id::text AS recurring_id,
    recurring_postings.item_id::text AS item_id,
    recurring_postings.id::text AS id,
    to_char(recurring_postings.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at
FROM recurring_postings
WHERE
    recurring_postings.user_id = %(user_id)s::uuid
    AND (recurring_postings.year, recurring_postings.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    recurring_postings.year,
    recurring_postings.month,
    recurring_postings.due_on,
    recurring_postings.recurring_id,
    recurring_postings.id;
