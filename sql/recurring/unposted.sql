-- recurring/unposted
-- What is due, and neither posted nor skipped, by category: after a posting, what nothing may go into.
--
-- param  user_id      uuid
-- param  month        date?   null for all up to the last day
-- param  last         date    the last day
-- row    kind         text    income or expense
-- row    category     text    the code
-- row    subcategory  text?   the code
-- row    name         text    of the category, and of the subcategory
-- row    closed       date?   the month from which nothing goes into it
-- row    items        bigint
SELECT
    CASE WHEN items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    least(
        income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on
    ) AS closed,
    count(*) AS items
FROM due_items(%(user_id)s::uuid, %(month)s::date, %(last)s::date) AS items
LEFT JOIN income_categories ON income_categories.id = items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = items.subcategory_id
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
