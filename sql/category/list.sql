-- category/list
-- The categories a user can choose from: built in and their own, with their subcategories.
--
-- param  user_id      uuid
-- param  kind         text?    asset, liability, income or expense; null for all
-- row    category     text     the code
-- row    subcategory  text?    the code; null for the category itself
-- row    name         text
-- row    kind         text
-- row    own          boolean  the user's own, which can be renamed and deleted
-- row    closed       date?    the month from which nothing goes into it
-- row    id           text
WITH listed AS (
    SELECT
        asset_categories.id,
        asset_categories.user_id,
        asset_categories.code,
        NULL AS subcategory,
        asset_categories.name,
        asset_categories.kind,
        NULL::date AS closed_on,
        CASE asset_categories.kind WHEN 'asset' THEN 1 ELSE 2 END AS position,
        asset_categories.sort_order,
        0 AS sub_order
    FROM asset_categories
    UNION ALL
    SELECT
        income_categories.id,
        income_categories.user_id,
        income_categories.code,
        NULL AS subcategory,
        income_categories.name,
        'income' AS kind,
        income_categories.closed_on,
        3 AS position,
        income_categories.sort_order,
        0 AS sub_order
    FROM income_categories
    UNION ALL
    SELECT
        expense_categories.id,
        expense_categories.user_id,
        expense_categories.code,
        NULL AS subcategory,
        expense_categories.name,
        'expense' AS kind,
        expense_categories.closed_on,
        4 AS position,
        expense_categories.sort_order,
        0 AS sub_order
    FROM expense_categories
    UNION ALL
    SELECT
        expense_subcategories.id,
        expense_subcategories.user_id,
        expense_categories.code,
        expense_subcategories.code AS subcategory,
        expense_subcategories.name,
        'expense' AS kind,
        expense_subcategories.closed_on,
        4 AS position,
        expense_categories.sort_order,
        expense_subcategories.sort_order AS sub_order
    FROM expense_subcategories
    JOIN expense_categories ON expense_categories.id = expense_subcategories.category_id
)
SELECT
    listed.code AS category,
    listed.subcategory,
    listed.name,
    listed.kind,
    listed.user_id IS NOT NULL AS own,
    listed.closed_on AS closed,
    listed.id::text AS id
FROM listed
WHERE
    (listed.user_id IS NULL OR listed.user_id = %(user_id)s::uuid)
    AND (%(kind)s::text IS NULL OR listed.kind = %(kind)s::text)
ORDER BY
    listed.position,
    listed.sort_order,
    listed.code,
    listed.sub_order,
    listed.subcategory NULLS FIRST,
    listed.id;
