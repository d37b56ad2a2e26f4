-- category/list
-- The categories a user can choose from: built in and their own.
--
-- param  user_id   uuid
-- param  kind      text?     asset, liability, income or expense; null for all
-- row    category  text      the code
-- row    name      text
-- row    kind      text
-- row    own       boolean   the user's own, which can be renamed and deleted
-- row    id        text
WITH listed AS (
    SELECT
        asset_categories.id,
        asset_categories.user_id,
        asset_categories.code,
        asset_categories.name,
        asset_categories.kind,
        CASE asset_categories.kind WHEN 'asset' THEN 1 ELSE 2 END AS position,
        asset_categories.sort_order
    FROM asset_categories
    UNION ALL
    SELECT
        income_categories.id,
        income_categories.user_id,
        income_categories.code,
        income_categories.name,
        'income' AS kind,
        3 AS position,
        income_categories.sort_order
    FROM income_categories
    UNION ALL
    SELECT
        expense_categories.id,
        expense_categories.user_id,
        expense_categories.code,
        expense_categories.name,
        'expense' AS kind,
        4 AS position,
        expense_categories.sort_order
    FROM expense_categories
)
SELECT
    listed.code AS category,
    listed.name,
    listed.kind,
    listed.user_id IS NOT NULL AS own,
    listed.id::text AS id
FROM listed
WHERE
    (listed.user_id IS NULL OR listed.user_id = %(user_id)s::uuid)
    AND (%(kind)s::text IS NULL OR listed.kind = %(kind)s::text)
ORDER BY
    listed.position,
    listed.sort_order,
    listed.code,
    listed.id;
