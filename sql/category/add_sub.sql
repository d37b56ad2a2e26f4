-- category/add_sub
-- Add a subcategory of the user's own to a category of expenses.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  code         text
-- param  name         text
-- row    category     text
-- row    subcategory  text
-- row    name         text
-- row    kind         text
WITH added AS (
    INSERT INTO expense_subcategories (user_id, category_id, code, name)
    SELECT
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        %(code)s::text,
        %(name)s::text
    RETURNING
        expense_subcategories.category_id,
        expense_subcategories.code,
        expense_subcategories.name
)
SELECT
    expense_categories.code AS category,
    added.code AS subcategory,
    added.name,
    'expense' AS kind
FROM added
JOIN expense_categories ON expense_categories.id = added.category_id
ORDER BY added.code;
