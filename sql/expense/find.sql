-- expense/find
-- The entries whose ids lie in a range, which is what the beginning of an id stands for.
--
-- param  user_id      uuid
-- param  first_id     uuid
-- param  last_id      uuid
-- row    month        date
-- row    date         date?  the day, where it is known
-- row    category     text   the code
-- row    subcategory  text?  the code
-- row    name         text   of the category, and of the subcategory
-- row    amount       numeric
-- row    note         text?
-- row    id           text
SELECT
    expense_items.period AS month,
    expense_items.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    expense_items.amount,
    expense_items.description AS note,
    expense_items.id::text AS id
FROM expense_items
JOIN expense_categories ON expense_categories.id = expense_items.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
WHERE
    expense_items.user_id = %(user_id)s::uuid
    AND expense_items.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY expense_items.period DESC, expense_items.id
LIMIT 2;
