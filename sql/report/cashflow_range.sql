-- report/cashflow_range
-- The months that a report over income and expenses covers: those asked for that are on record.
-- Without an end it is the newest month with entries, but not one that is still to come.
--
-- param  user_id      uuid
-- param  first        date?    the first month; null for as many as `months` says
-- param  last         date?    the last month
-- param  months       integer  how many months, where `first` is null
-- param  this_month   date     the current one
-- row    first_month  date
-- row    last_month   date
WITH latest AS (
    SELECT
        CASE
            WHEN %(last)s::date IS NULL AND %(this_month)s::date >= coalesce(%(first)s::date, '2000-01-01')
                THEN %(this_month)s::date
            ELSE '2100-12-01'::date
        END AS month
),
ends AS (
    (
        SELECT incoming_items.period
        FROM incoming_items
        WHERE incoming_items.user_id = %(user_id)s::uuid
        ORDER BY incoming_items.year, incoming_items.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT incoming_items.period
        FROM incoming_items
        WHERE
            incoming_items.user_id = %(user_id)s::uuid
            AND (incoming_items.year, incoming_items.month)
                <= ((SELECT year_of(latest.month) FROM latest), (SELECT month_of(latest.month) FROM latest))
        ORDER BY incoming_items.year DESC, incoming_items.month DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE expense_items.user_id = %(user_id)s::uuid
        ORDER BY expense_items.year, expense_items.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE
            expense_items.user_id = %(user_id)s::uuid
            AND (expense_items.year, expense_items.month)
                <= ((SELECT year_of(latest.month) FROM latest), (SELECT month_of(latest.month) FROM latest))
        ORDER BY expense_items.year DESC, expense_items.month DESC
        LIMIT 1
    )
),
record AS (
    SELECT
        min(ends.period) AS oldest,
        max(ends.period) FILTER (WHERE ends.period <= (SELECT latest.month FROM latest)) AS newest
    FROM ends
),
until AS (
    SELECT
        record.oldest,
        least(record.newest, %(last)s::date) AS last_month
    FROM record
),
asked AS (
    SELECT
        greatest(
            until.oldest,
            coalesce(
                %(first)s::date,
                (until.last_month - make_interval(months => %(months)s::integer - 1))::date
            )
        ) AS first_month,
        until.last_month
    FROM until
    WHERE until.oldest IS NOT NULL
)
SELECT
    asked.first_month,
    asked.last_month
FROM asked
WHERE asked.first_month <= asked.last_month
ORDER BY asked.first_month;
