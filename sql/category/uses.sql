-- category/uses
-- How many assets, targets, items, subcategories, budgets, recurring items, rules and goals are in a category.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    uses     bigint
WITH used AS (
    SELECT assets.category_id AS id
    FROM assets
    WHERE assets.user_id = %(user_id)s::uuid AND assets.category_id = %(id)s::uuid
    UNION ALL
    SELECT category_allocation_targets.category_id AS id
    FROM category_allocation_targets
    WHERE
        category_allocation_targets.user_id = %(user_id)s::uuid
        AND category_allocation_targets.category_id = %(id)s::uuid
    UNION ALL
    SELECT incoming_items.category_id AS id
    FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_items.category_id AS id
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_items.subcategory_id AS id
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.subcategory_id = %(id)s::uuid
    UNION ALL
    SELECT expense_subcategories.category_id AS id
    FROM expense_subcategories
    WHERE
        expense_subcategories.user_id = %(user_id)s::uuid
        AND expense_subcategories.category_id = %(id)s::uuid
    UNION ALL
    SELECT budgets.category_id AS id
    FROM budgets
    WHERE budgets.user_id = %(user_id)s::uuid AND budgets.category_id = %(id)s::uuid
    UNION ALL
    SELECT yearly_budgets.category_id AS id
    FROM yearly_budgets
    WHERE yearly_budgets.user_id = %(user_id)s::uuid AND yearly_budgets.category_id = %(id)s::uuid
    UNION ALL
    SELECT budget_policies.category_id AS id
    FROM budget_policies
    WHERE budget_policies.user_id = %(user_id)s::uuid AND budget_policies.category_id = %(id)s::uuid
    UNION ALL
    SELECT recurring_items.income_category_id AS id
    FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.income_category_id = %(id)s::uuid
    UNION ALL
    SELECT recurring_items.expense_category_id AS id
    FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.expense_category_id = %(id)s::uuid
    UNION ALL
    SELECT recurring_items.subcategory_id AS id
    FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.subcategory_id = %(id)s::uuid
    UNION ALL
    SELECT rules.income_category_id AS id
    FROM rules
    WHERE rules.user_id = %(user_id)s::uuid AND rules.income_category_id = %(id)s::uuid
    UNION ALL
    SELECT rules.expense_category_id AS id
    FROM rules
    WHERE rules.user_id = %(user_id)s::uuid AND rules.expense_category_id = %(id)s::uuid
    UNION ALL
    SELECT rules.subcategory_id AS id
    FROM rules
    WHERE rules.user_id = %(user_id)s::uuid AND rules.subcategory_id = %(id)s::uuid
    UNION ALL
    SELECT goal_parts.category_id AS id
    FROM goal_parts
    WHERE goal_parts.user_id = %(user_id)s::uuid AND goal_parts.category_id = %(id)s::uuid
)
SELECT count(*) AS uses
FROM used;
