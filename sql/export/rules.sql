-- export/rules
-- The rules that decide what bank rows are, in their order.
--
-- param  user_id           uuid
-- row    position          integer
-- row    pattern           text
-- row    is_regex          boolean
-- row    least_amount      numeric?
-- row    most_amount       numeric?
-- row    direction         text?     in or out
-- row    source            text?
-- row    source_id         text?
-- row    action            text
-- row    income_category   text?
-- row    expense_category  text?
-- row    subcategory       text?
-- row    asset             text?
-- row    asset_id          text?
-- row    id                text
-- row    created_at        text
-- row    updated_at        text
SELECT
    rules.position,
    rules.pattern,
    rules.is_regex,
    rules.least_amount,
    rules.most_amount,
    rules.direction,
    sources.source_name AS source,
    rules.source_id::text AS source_id,
    rules.action,
    income_categories.code AS income_category,
    expense_categories.code AS expense_category,
    expense_subcategories.code AS subcategory,
    assets.asset_name AS asset,
    rules.asset_id::text AS asset_id,
    rules.id::text AS id,
    to_char(rules.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(rules.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM rules
LEFT JOIN sources
    ON sources.user_id = %(user_id)s::uuid
    AND sources.id = rules.source_id
LEFT JOIN income_categories ON income_categories.id = rules.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = rules.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = rules.subcategory_id
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = rules.asset_id
WHERE rules.user_id = %(user_id)s::uuid
ORDER BY
    rules.position,
    rules.created_at,
    rules.id;
