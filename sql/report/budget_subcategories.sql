-- report/budget_subcategories
-- What each subcategory has cost in a month, and what of its category is in none.
--
-- param  user_id      uuid
-- param  month        date
-- row    category     text   the code
-- row    subcategory  text?  the code; null for what is in none
-- row    name         text
-- row    spent        numeric
WITH spending AS (
    SELECT
        expense_items.category_id,
        expense_items.subcategory_id,
        sum(expense_items.amount) AS spent
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.year = year_of(%(month)s::date)
        AND expense_items.month = month_of(%(month)s::date)
    GROUP BY expense_items.category_id, expense_items.subcategory_id
)
SELECT
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    expense_categories.name || ' / ' || coalesce(expense_subcategories.name, 'the rest') AS name,
    spending.spent
FROM spending
JOIN expense_categories ON expense_categories.id = spending.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = spending.subcategory_id
ORDER BY
    expense_categories.sort_order,
    expense_categories.code,
    expense_subcategories.sort_order,
    expense_subcategories.code NULLS LAST;
