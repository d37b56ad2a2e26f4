-- 019_due_days.sql
-- What recurs may be due on a day, every some weeks, months or years, and may be skipped.

-- -------------------------------------------------------------------------------------------------
-- How often, and on which day
-- -------------------------------------------------------------------------------------------------

-- A single word, or a number and its plural: what is typed, what JSON has, and what was stored before.
ALTER TABLE recurring_items DROP CONSTRAINT every_is_month_quarter_or_year;

ALTER TABLE recurring_items ADD CONSTRAINT every_is_some_weeks_months_or_years
    CHECK (every ~ '^(week|month|quarter|year|([2-9]|[1-9][0-9]) (weeks|months|quarters|years))$');

ALTER TABLE recurring_items ADD COLUMN day integer;

ALTER TABLE recurring_items ADD CONSTRAINT due_day_between_1_and_31
    CHECK (day BETWEEN 1 AND 31);

-- Weeks are counted from a day, and that is the day of the first month.
ALTER TABLE recurring_items ADD CONSTRAINT weeks_are_counted_from_a_day
    CHECK (
        every NOT LIKE '%week%'
        OR (
            day IS NOT NULL
            AND day <= extract(day FROM first_month + interval '1 month' - interval '1 day')
        )
    );

CREATE OR REPLACE FUNCTION step_of(every text) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_interval(
        months => CASE WHEN every LIKE '% %' THEN split_part(every, ' ', 1)::integer ELSE 1 END
            * CASE rtrim(split_part(every, ' ', -1), 's')
                WHEN 'week' THEN 0 WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12
            END,
        weeks => CASE WHEN every LIKE '% week%' THEN split_part(every, ' ', 1)::integer ELSE 1 END
            * CASE WHEN every LIKE '%week%' THEN 1 ELSE 0 END
    );


-- -------------------------------------------------------------------------------------------------
-- What was posted or skipped
-- -------------------------------------------------------------------------------------------------

-- What is due once a month at most is known by its month, whatever its day is now or becomes; what is due every
-- some weeks, by its day. A row without an item is one that is skipped, so that nothing is posted and skipped.
ALTER TABLE recurring_postings ADD COLUMN due_on date;
ALTER TABLE recurring_postings ALTER COLUMN due_on SET STATISTICS 0;
ALTER TABLE recurring_postings ALTER COLUMN item_id DROP NOT NULL;

ALTER TABLE recurring_postings DROP CONSTRAINT recurring_month_taken;

ALTER TABLE recurring_postings ADD CONSTRAINT recurring_due_day_taken
    UNIQUE NULLS NOT DISTINCT (user_id, recurring_id, year, month, due_on);


-- -------------------------------------------------------------------------------------------------
-- What is due
-- -------------------------------------------------------------------------------------------------

DROP FUNCTION due_months(uuid, uuid, date);

-- When a recurring item is due up to the end of a month, posted or not, each with the row whose terms hold then: of
-- those that have not ended, the one that ends first. Every due day is reckoned from the first one, so that the 31st
-- is the last of a shorter month and the 31st again after it. counted_on is the day that tells two of a month apart.
CREATE FUNCTION due_days(of_user uuid, of_item uuid, up_to date)
RETURNS TABLE (period date, due_on date, terms_id uuid, counted_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH terms AS (
        SELECT
            recurring_items.id,
            step_of(recurring_items.every) AS step,
            recurring_items.every LIKE '%week%' AS is_weekly,
            recurring_items.day,
            recurring_items.first_month,
            recurring_items.last_month,
            lag(recurring_items.last_month) OVER (
                ORDER BY recurring_items.succeeded_by IS NULL, recurring_items.last_month
            ) AS before
        FROM recurring_items
        WHERE
            recurring_items.user_id = of_user
            AND (recurring_items.id = of_item OR recurring_items.succeeded_by = of_item)
    )
    SELECT
        date_trunc('month', due)::date AS period,
        CASE
            WHEN terms.is_weekly THEN due::date
            WHEN terms.day IS NOT NULL
                THEN least(due::date + terms.day - 1, (due + interval '1 month' - interval '1 day')::date)
        END AS due_on,
        terms.id AS terms_id,
        CASE WHEN terms.is_weekly THEN due::date END AS counted_on
    FROM terms
    CROSS JOIN LATERAL generate_series(
        (terms.first_month + CASE WHEN terms.is_weekly THEN terms.day - 1 ELSE 0 END)::timestamp,
        date_trunc('month', least(terms.last_month, up_to)::timestamp) + interval '1 month' - interval '1 day',
        terms.step
    ) AS due
    WHERE terms.before IS NULL OR date_trunc('month', due) > terms.before;
END;


COMMENT ON COLUMN recurring_items.every IS
    'How often it is due: week, month, quarter or year, or a number of these, such as 2 weeks.';
COMMENT ON COLUMN recurring_items.day IS
    'The day of the month, or the last of a shorter one; of weeks, the day of the first month; null for none.';
COMMENT ON TABLE recurring_items IS 'Incomes and expenses that are due every some weeks, months or years.';
COMMENT ON TABLE recurring_postings IS
    'The months in which a recurring item was recorded or skipped, or days of what is due every some weeks; once each.';
COMMENT ON COLUMN recurring_postings.item_id IS
    'The income or expense that was recorded, which may have been deleted since; null where it was skipped.';
COMMENT ON FUNCTION due_days(uuid, uuid, date) IS
    'When a user''s recurring item is due, up to the end of a month.';
