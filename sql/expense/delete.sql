-- expense/delete
-- Delete an expense.
--
-- param  user_id      uuid
-- param  id           uuid
-- row    month        date
-- row    date         date?  the day, where it is known
-- row    category     text   the code
-- row    subcategory  text?  the code
-- row    name         text   of the category, and of the subcategory
-- row    amount       numeric
-- row    note         text?
-- row    id           text
WITH deleted AS (
    DELETE FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.id = %(id)s::uuid
    RETURNING
        expense_items.id,
        expense_items.category_id,
        expense_items.subcategory_id,
        expense_items.period,
        expense_items.spent_on,
        expense_items.amount,
        expense_items.description
)
SELECT
    deleted.period AS month,
    deleted.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    deleted.amount,
    deleted.description AS note,
    deleted.id::text AS id
FROM deleted
JOIN expense_categories ON expense_categories.id = deleted.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = deleted.subcategory_id
ORDER BY deleted.period DESC, deleted.id;
