-- recurring/list
-- What comes back, income first, with the next month in which each is due and not yet posted.
--
-- param  user_id        uuid
-- param  month          date     the current one
-- param  include_ended  boolean  also those that ended before the month
-- row    kind           text     income or expense
-- row    category       text     the code
-- row    subcategory    text?    the code
-- row    name           text     of the category, and of the subcategory
-- row    amount         numeric
-- row    every          text     month, quarter or year
-- row    first_month    date
-- row    last_month     date?    null for no end
-- row    next_month     date?    null where all months to its end are posted
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
    recurring_items.every,
    recurring_items.first_month,
    recurring_items.last_month,
    -- One step past the newest posted month there is always a month that is not.
    (
        SELECT min(due_month)::date
        FROM generate_series(
            recurring_items.first_month::timestamp,
            least(
                greatest(recurring_items.first_month, newest.period + step_of(recurring_items.every)),
                recurring_items.last_month,
                '2100-12-01'
            ),
            step_of(recurring_items.every)
        ) AS due_month
        WHERE NOT EXISTS (
            SELECT FROM recurring_postings
            WHERE
                recurring_postings.user_id = %(user_id)s::uuid
                AND recurring_postings.recurring_id = recurring_items.id
                AND recurring_postings.period = due_month::date
        )
    ) AS next_month,
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
WHERE
    recurring_items.user_id = %(user_id)s::uuid
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
