-- category/close
-- Close a category of the user's own from a month on, or open it again.
--
-- param  user_id   uuid
-- param  id        uuid
-- param  month     date?  null opens it
-- row    category  text   its own code, or that of the subcategory
-- row    name      text
WITH of_income AS (
    UPDATE income_categories
    SET closed_on = %(month)s::date
    WHERE income_categories.user_id = %(user_id)s::uuid AND income_categories.id = %(id)s::uuid
    RETURNING
        income_categories.code,
        income_categories.name
),
of_expenses AS (
    UPDATE expense_categories
    SET closed_on = %(month)s::date
    WHERE expense_categories.user_id = %(user_id)s::uuid AND expense_categories.id = %(id)s::uuid
    RETURNING
        expense_categories.code,
        expense_categories.name
),
of_subcategories AS (
    UPDATE expense_subcategories
    SET closed_on = %(month)s::date
    WHERE
        expense_subcategories.user_id = %(user_id)s::uuid
        AND expense_subcategories.id = %(id)s::uuid
    RETURNING
        expense_subcategories.code,
        expense_subcategories.name
),
closed AS (
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
    closed.code AS category,
    closed.name
FROM closed
ORDER BY closed.code;
