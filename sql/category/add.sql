-- category/add
-- Add a category of the user's own.
--
-- param  user_id   uuid
-- param  kind      text  asset, liability, income or expense
-- param  code      text
-- param  name      text
-- row    category  text
-- row    name      text
-- row    kind      text
WITH of_assets AS (
    INSERT INTO asset_categories (user_id, code, name, kind)
    SELECT
        %(user_id)s::uuid,
        %(code)s::text,
        %(name)s::text,
        %(kind)s::text
    WHERE %(kind)s::text IN ('asset', 'liability')
    RETURNING
        asset_categories.code,
        asset_categories.name
),
of_income AS (
    INSERT INTO income_categories (user_id, code, name)
    SELECT
        %(user_id)s::uuid,
        %(code)s::text,
        %(name)s::text
    WHERE %(kind)s::text = 'income'
    RETURNING
        income_categories.code,
        income_categories.name
),
of_expenses AS (
    INSERT INTO expense_categories (user_id, code, name)
    SELECT
        %(user_id)s::uuid,
        %(code)s::text,
        %(name)s::text
    WHERE %(kind)s::text = 'expense'
    RETURNING
        expense_categories.code,
        expense_categories.name
),
added AS (
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
)
SELECT
    added.code AS category,
    added.name,
    %(kind)s::text AS kind
FROM added
ORDER BY added.code;
