-- category/uses
-- How many assets, targets, items, subcategories and budgets are in a category.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    uses     bigint
WITH used AS (
    SELECT assets.category_id
    FROM assets
    WHERE assets.user_id = %(user_id)s::uuid AND assets.category_id = %(id)s::uuid
    UNION ALL
    SELECT category_allocation_targets.category_id
    FROM category_allocation_targets
    WHERE
        category_allocation_targets.user_id = %(user_id)s::uuid
        AND category_allocation_targets.category_id = %(id)s::uuid
    UNION ALL
    SELECT incoming_items.category_id
    FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_items.category_id
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_subcategories.category_id
    FROM expense_subcategories
    WHERE
        expense_subcategories.user_id = %(user_id)s::uuid
        AND expense_subcategories.category_id = %(id)s::uuid
    UNION ALL
    SELECT budgets.category_id
    FROM budgets
    WHERE budgets.user_id = %(user_id)s::uuid AND budgets.category_id = %(id)s::uuid
)
SELECT count(*) AS uses
FROM used;
