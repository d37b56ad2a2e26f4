-- 023_months_of_due_days.sql
-- What recurs belongs to the month of its day, where months begin with payday.
--
-- A posting is of the month of the entry, so that it goes into a closed month where the entry would, and no other. In
-- which month it was due is that of its day; where it has none, it is the same one.

-- What is due, neither posted nor skipped, with the month of the entry that it would become, and known_by: the day that
-- its posting has, where its month does not say all. In a month that is closed nothing more is posted.
CREATE FUNCTION unposted_days(of_user uuid, of_item uuid, up_to date)
RETURNS TABLE (
    period date, due_on date, terms_id uuid, counted_on date, entry_month date, known_by date, is_closed boolean
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        due.period,
        due.due_on,
        due.terms_id,
        due.counted_on,
        due.entry_month,
        CASE WHEN due.entry_month = due.period THEN due.counted_on ELSE due.due_on END AS known_by,
        coalesce(due.entry_month <= (SELECT closed_through(of_user)), false) AS is_closed
    FROM (
        SELECT
            due_days.period,
            due_days.due_on,
            due_days.terms_id,
            due_days.counted_on,
            coalesce(
                month_of_day(
                    due_days.due_on,
                    coalesce((SELECT users.month_begins FROM users WHERE users.id = of_user), 1)
                ),
                due_days.period
            ) AS entry_month
        FROM due_days(of_user, of_item, up_to)
    ) AS due
    WHERE NOT EXISTS (
        SELECT
        FROM recurring_postings
        WHERE
            recurring_postings.user_id = of_user
            AND recurring_postings.recurring_id = of_item
            AND due.period
            = month_of_day(coalesce(recurring_postings.due_on, recurring_postings.period), 1)
            AND (
                due.counted_on IS NULL
                OR recurring_postings.due_on IS NULL
                OR recurring_postings.due_on = due.counted_on
            )
    );
END;

-- All that is due up to a day and neither posted nor skipped, and what it would become; what has no day is due from the
-- first of its month on. With a month, what is due in that alone, also if it is closed, and refuses it.
CREATE FUNCTION due_items(of_user uuid, in_month date, up_to date)
RETURNS TABLE (
    recurring_id uuid,
    period date,
    due_on date,
    entry_month date,
    known_by date,
    income_category_id uuid,
    expense_category_id uuid,
    subcategory_id uuid,
    amount numeric,
    description text
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        recurring_items.id AS recurring_id,
        unposted.period,
        unposted.due_on,
        unposted.entry_month,
        unposted.known_by,
        terms.income_category_id,
        terms.expense_category_id,
        terms.subcategory_id,
        terms.amount,
        terms.description
    FROM recurring_items
    CROSS JOIN LATERAL unposted_days(of_user, recurring_items.id, up_to) AS unposted
    JOIN recurring_items AS terms ON terms.user_id = of_user AND terms.id = unposted.terms_id
    WHERE
        recurring_items.user_id = of_user
        AND recurring_items.succeeded_by IS NULL
        AND CASE
            WHEN in_month IS NULL THEN coalesce(unposted.due_on, unposted.period) <= up_to AND NOT unposted.is_closed
            ELSE unposted.entry_month = in_month
        END;
END;

COMMENT ON COLUMN recurring_postings.due_on IS
    'The day, of what was due every some weeks or in another calendar month; null where the month says all.';
COMMENT ON FUNCTION due_items(uuid, date, date) IS
    'What a user''s recurring items have due up to a day, or in a month, neither posted nor skipped.';
COMMENT ON FUNCTION unposted_days(uuid, uuid, date) IS
    'When a recurring item is due up to a month''s end and not dealt with, with its entry''s month, closed or not.';
