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
    CASE WHEN terms.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
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
CROSS JOIN LATERAL due_months(%(user_id)s::uuid, recurring_items.id, %(last)s::date) AS due_month
JOIN recurring_items AS terms
    ON terms.user_id = %(user_id)s::uuid
    AND terms.id = due_month.terms_id
LEFT JOIN income_categories ON income_categories.id = terms.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = terms.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = terms.subcategory_id
LEFT JOIN recurring_postings
    ON recurring_postings.user_id = %(user_id)s::uuid
    AND recurring_postings.recurring_id = recurring_items.id
    AND recurring_postings.period = due_month.period
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.succeeded_by IS NULL
    AND due_month.period >= coalesce(%(first)s::date, '2000-01-01')
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
