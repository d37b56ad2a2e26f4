-- status/due
-- The recurring items that are due up to a day and can be posted: what finally recurring post would write.
--
-- param  user_id      uuid
-- param  last         date     the last day
-- row    kind         text     income or expense
-- row    name         text     of the category, and of the subcategory
-- row    note         text?
-- row    amount       numeric  of all of them
-- row    items        bigint   how many times it is due
-- row    first_month  date     the first of them
SELECT
    CASE WHEN items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    items.description AS note,
    sum(items.amount) AS amount,
    count(*) AS items,
    min(items.period) AS first_month
FROM due_items(%(user_id)s::uuid, NULL, %(last)s::date) AS items
LEFT JOIN income_categories ON income_categories.id = items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = items.subcategory_id
WHERE
    items.entry_month < least(
        income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on, 'infinity'
    )
GROUP BY
    items.recurring_id,
    items.income_category_id,
    items.description,
    income_categories.name,
    expense_categories.name,
    expense_subcategories.name
ORDER BY
    first_month,
    kind,
    amount DESC,
    items.recurring_id,
    name,
    note;
