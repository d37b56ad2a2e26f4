-- status/due
-- The recurring items that are due up to a month and not posted, but those that nothing may be posted into.
--
-- param  user_id      uuid
-- param  last         date     the last month
-- row    kind         text     income or expense
-- row    name         text     of the category, and of the subcategory
-- row    note         text?
-- row    amount       numeric  of all of them
-- row    items        bigint   how many times it is due
-- row    first_month  date     the first of them
SELECT
    CASE WHEN recurring_items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    concat_ws(
        ' / ',
        min(income_categories.name),
        min(expense_categories.name),
        min(expense_subcategories.name)
    ) AS name,
    recurring_items.description AS note,
    sum(terms.amount) AS amount,
    count(*) AS items,
    min(due_month.period) AS first_month
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
    AND recurring_postings.id IS NULL
    AND due_month.period < least(
        income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on, 'infinity'
    )
GROUP BY
    recurring_items.id,
    recurring_items.income_category_id,
    recurring_items.description
ORDER BY
    first_month,
    kind,
    amount DESC,
    recurring_items.id;
