-- doctor/categories
-- How many rows of a user, by table, are in a category that is another user's.
--
-- param  user_id     uuid
-- row    table_name  text
-- row    rows        bigint
WITH used AS (
    SELECT
        'assets' AS table_name,
        asset_categories.user_id AS owner
    FROM assets
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE assets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'category_allocation_targets' AS table_name,
        asset_categories.user_id AS owner
    FROM category_allocation_targets
    JOIN asset_categories ON asset_categories.id = category_allocation_targets.category_id
    WHERE category_allocation_targets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'incoming_items' AS table_name,
        income_categories.user_id AS owner
    FROM incoming_items
    JOIN income_categories ON income_categories.id = incoming_items.category_id
    WHERE incoming_items.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'expense_items' AS table_name,
        expense_categories.user_id AS owner
    FROM expense_items
    JOIN expense_categories ON expense_categories.id = expense_items.category_id
    WHERE expense_items.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'budgets' AS table_name,
        expense_categories.user_id AS owner
    FROM budgets
    JOIN expense_categories ON expense_categories.id = budgets.category_id
    WHERE budgets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'rules' AS table_name,
        expense_categories.user_id AS owner
    FROM rules
    JOIN expense_categories ON expense_categories.id = rules.expense_category_id
    WHERE rules.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'rules' AS table_name,
        income_categories.user_id AS owner
    FROM rules
    JOIN income_categories ON income_categories.id = rules.income_category_id
    WHERE rules.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        'goal_parts' AS table_name,
        asset_categories.user_id AS owner
    FROM goal_parts
    JOIN asset_categories ON asset_categories.id = goal_parts.category_id
    WHERE goal_parts.user_id = %(user_id)s::uuid
)
SELECT
    used.table_name,
    count(*) AS rows
FROM used
WHERE used.owner <> %(user_id)s::uuid
GROUP BY used.table_name
ORDER BY used.table_name;
