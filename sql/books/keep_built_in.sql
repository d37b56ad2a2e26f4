-- books/keep_built_in
-- Stage the built-in categories beside the rows of the books.
--
-- needs  books/stage_kept
INSERT INTO kept_books (table_name, number, content)
SELECT
    built_in.table_name,
    -row_number() OVER (PARTITION BY built_in.table_name ORDER BY built_in.code),
    jsonb_build_object('code', built_in.code, 'name', built_in.name)
    || CASE WHEN built_in.kind IS NULL THEN '{}' ELSE jsonb_build_object('kind', built_in.kind) END
FROM (
    SELECT
        'asset_categories' AS table_name,
        asset_categories.code,
        asset_categories.name,
        asset_categories.kind AS kind
    FROM asset_categories
    WHERE asset_categories.user_id IS NULL
    UNION ALL
    SELECT
        'income_categories' AS table_name,
        income_categories.code,
        income_categories.name,
        NULL AS kind
    FROM income_categories
    WHERE income_categories.user_id IS NULL
    UNION ALL
    SELECT
        'expense_categories' AS table_name,
        expense_categories.code,
        expense_categories.name,
        NULL AS kind
    FROM expense_categories
    WHERE expense_categories.user_id IS NULL
    UNION ALL
    SELECT
        'expense_subcategories' AS table_name,
        expense_subcategories.code,
        expense_subcategories.name,
        NULL AS kind
    FROM expense_subcategories
    WHERE expense_subcategories.user_id IS NULL
) AS built_in
ORDER BY built_in.table_name, built_in.code;
