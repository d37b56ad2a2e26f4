-- category/delete
-- Delete a category of the user's own that nothing uses.
--
-- param  user_id   uuid
-- param  id        uuid
-- row    category  text  its own code, or that of the subcategory
-- row    name      text
WITH of_assets AS (
    DELETE FROM asset_categories
    WHERE asset_categories.user_id = %(user_id)s::uuid AND asset_categories.id = %(id)s::uuid
    RETURNING
        asset_categories.code,
        asset_categories.name
),
of_income AS (
    DELETE FROM income_categories
    WHERE income_categories.user_id = %(user_id)s::uuid AND income_categories.id = %(id)s::uuid
    RETURNING
        income_categories.code,
        income_categories.name
),
of_expenses AS (
    DELETE FROM expense_categories
    WHERE expense_categories.user_id = %(user_id)s::uuid AND expense_categories.id = %(id)s::uuid
    RETURNING
        expense_categories.code,
        expense_categories.name
),
of_subcategories AS (
    DELETE FROM expense_subcategories
    WHERE
        expense_subcategories.user_id = %(user_id)s::uuid
        AND expense_subcategories.id = %(id)s::uuid
    RETURNING
        expense_subcategories.code,
        expense_subcategories.name
),
deleted AS (
    SELECT
        of_assets.code,
        of_assets.name
    FROM of_assets
    UNION ALL
    SELECT
        of_income.code,
        of_income.name
    FROM of_income
    UNION ALL
    SELECT
        of_expenses.code,
        of_expenses.name
    FROM of_expenses
    UNION ALL
    SELECT
        of_subcategories.code,
        of_subcategories.name
    FROM of_subcategories
)
SELECT
    deleted.code AS category,
    deleted.name
FROM deleted
ORDER BY deleted.code;
