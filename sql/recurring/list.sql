-- recurring/list
-- What comes back, income first, with when each is due next and neither posted nor skipped.
--
-- param  user_id        uuid
-- param  month          date      the current one
-- param  include_ended  boolean   also those that ended before the month
-- row    kind           text      income or expense
-- row    category       text      the code
-- row    subcategory    text?     the code
-- row    name           text      of the category, and of the subcategory
-- row    amount         numeric   the latest, where another holds until then
-- row    amount_from    date?     the month from which that holds; null where it holds already
-- row    every          text      week, month, quarter or year, or a number of these: 2 weeks
-- row    day            integer?  of the month, the last where that is shorter; of weeks, of the first month
-- row    first_month    date
-- row    last_month     date?     null for no end
-- row    next_month     date?     null where all to its end is posted or skipped
-- row    next_day       date?     null also for no day
-- row    next_amount    numeric?  what is due then
-- row    note           text?
-- row    id             text
SELECT
    CASE WHEN recurring_items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    recurring_items.amount,
    CASE
        WHEN upcoming.terms_id <> recurring_items.id THEN (earlier.last_month + interval '1 month')::date
    END AS amount_from,
    recurring_items.every,
    recurring_items.day,
    recurring_items.first_month,
    recurring_items.last_month,
    upcoming.period AS next_month,
    upcoming.due_on AS next_day,
    terms.amount AS next_amount,
    recurring_items.description AS note,
    recurring_items.id::text AS id
FROM recurring_items
LEFT JOIN income_categories ON income_categories.id = recurring_items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = recurring_items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = recurring_items.subcategory_id
CROSS JOIN LATERAL (
    SELECT max(recurring_postings.period) AS period
    FROM recurring_postings
    WHERE
        recurring_postings.user_id = %(user_id)s::uuid
        AND recurring_postings.recurring_id = recurring_items.id
) AS newest
CROSS JOIN LATERAL (
    SELECT max(terms.last_month) AS last_month
    FROM recurring_items AS terms
    WHERE terms.user_id = %(user_id)s::uuid AND terms.succeeded_by = recurring_items.id
) AS earlier
-- One step past what is posted or closed, and past what it was before, there is always something that is not.
LEFT JOIN LATERAL (
    SELECT
        due.period,
        due.due_on,
        due.terms_id
    FROM unposted_days(
        %(user_id)s::uuid,
        recurring_items.id,
        least(
            greatest(
                recurring_items.first_month,
                greatest(newest.period, earlier.last_month, (SELECT closed_through(%(user_id)s::uuid)))
                + interval '1 month'
                + step_of(recurring_items.every)
            ),
            '2100-12-01'
        )::date
    ) AS due
    WHERE NOT due.is_closed
    ORDER BY due.period, due.due_on
    LIMIT 1
) AS upcoming ON true
LEFT JOIN recurring_items AS terms
    ON terms.user_id = %(user_id)s::uuid
    AND terms.id = upcoming.terms_id
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.succeeded_by IS NULL
    AND (
        %(include_ended)s::boolean
        OR recurring_items.last_month IS NULL
        OR recurring_items.last_month >= %(month)s::date
    )
ORDER BY
    kind DESC,
    name,
    note,
    recurring_items.id;
