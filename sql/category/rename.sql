-- category/rename
-- Give a category of the user's own another name.
--
-- param  user_id   uuid
-- param  id        uuid
-- param  name      text
-- row    category  text  its own code, or that of the subcategory
-- row    name      text
WITH of_assets AS (
    UPDATE asset_categories
    SET name = %(name)s::text
    WHERE asset_categories.user_id = %(user_id)s::uuid AND asset_categories.id = %(id)s::uuid
    RETURNING
        asset_categories.code,
        asset_categories.name
),
of_income AS (
    UPDATE income_categories
    SET name = %(name)s::text
    WHERE income_categories.user_id = %(user_id)s::uuid AND income_categories.id = %(id)s::uuid
    RETURNING
        income_categories.code,
        income_categories.name
),
of_expenses AS (
    UPDATE expense_categories
    SET name = %(name)s::text
    WHERE expense_categories.user_id = %(user_id)s::uuid AND expense_categories.id = %(id)s::uuid
    RETURNING
        expense_categories.code,
        expense_categories.name
),
of_subcategories AS (
    UPDATE expense_subcategories
    SET name = %(name)s::text
    WHERE
        expense_subcategories.user_id = %(user_id)s::uuid
        AND expense_subcategories.id = %(id)s::uuid
    RETURNING
        expense_subcategories.code,
        expense_subcategories.name
),
renamed AS (
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
    renamed.code AS category,
    renamed.name
FROM renamed
ORDER BY renamed.code;
