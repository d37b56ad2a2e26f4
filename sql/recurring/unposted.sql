-- recurring/unposted
-- What is due and has not been posted, by category: after a posting, what nothing may go into.
--
-- param  user_id      uuid
-- param  first        date?   the first month that is looked at; null for all up to the last
-- param  last         date
-- row    kind         text    income or expense
-- row    category     text    the code
-- row    subcategory  text?   the code
-- row    name         text    of the category, and of the subcategory
-- row    closed       date?   the month from which nothing goes into it
-- row    items        bigint
SELECT
    CASE WHEN recurring_items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    least(
        income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on
    ) AS closed,
    count(*) AS items
FROM recurring_items
LEFT JOIN income_categories ON income_categories.id = recurring_items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = recurring_items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = recurring_items.subcategory_id
CROSS JOIN LATERAL generate_series(
    recurring_items.first_month::timestamp,
    least(recurring_items.last_month, %(last)s::date)::timestamp,
    step_of(recurring_items.every)
) AS due_month
LEFT JOIN recurring_postings
    ON recurring_postings.user_id = recurring_items.user_id
    AND recurring_postings.recurring_id = recurring_items.id
    AND recurring_postings.year = extract(YEAR FROM due_month)::integer
    AND recurring_postings.month = extract(MONTH FROM due_month)::integer
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND due_month >= coalesce(%(first)s::date, '2000-01-01')
    AND recurring_postings.id IS NULL
GROUP BY
    kind,
    income_categories.id,
    expense_categories.id,
    expense_subcategories.id
ORDER BY
    kind DESC,
    name,
    income_categories.id,
    expense_categories.id,
    expense_subcategories.id;
