-- rule/list
-- The rules in their order, each with what a row becomes that it fits.
--
-- param  user_id              uuid
-- row    id                   text
-- row    position             bigint    from 1, without gaps
-- row    pattern              text
-- row    is_regex             boolean
-- row    least_amount         numeric?
-- row    most_amount          numeric?
-- row    direction            text?     in or out
-- row    source_id            text?
-- row    source               text?
-- row    action               text      category, ignore, transfer or contribution
-- row    kind                 text?     of the category: income or expense
-- row    category             text?     the code
-- row    subcategory          text?     the code
-- row    asset                text?
-- row    income_category_id   text?
-- row    expense_category_id  text?
-- row    subcategory_id       text?
-- row    asset_id             text?
-- row    closed_on            date?     from when on its category or asset takes nothing
SELECT
    rules.id::text AS id,
    row_number() OVER (ORDER BY rules.position, rules.created_at, rules.id) AS position,
    rules.pattern,
    rules.is_regex,
    rules.least_amount,
    rules.most_amount,
    rules.direction,
    rules.source_id::text AS source_id,
    sources.source_name AS source,
    rules.action,
    CASE
        WHEN rules.income_category_id IS NOT NULL THEN 'income'
        WHEN rules.expense_category_id IS NOT NULL THEN 'expense'
    END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    assets.asset_name AS asset,
    rules.income_category_id::text AS income_category_id,
    rules.expense_category_id::text AS expense_category_id,
    rules.subcategory_id::text AS subcategory_id,
    rules.asset_id::text AS asset_id,
    least(
        income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on, assets.closed_on
    ) AS closed_on
FROM rules
LEFT JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = rules.source_id
LEFT JOIN income_categories ON income_categories.id = rules.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = rules.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = rules.subcategory_id
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = rules.asset_id
WHERE rules.user_id = %(user_id)s::uuid
ORDER BY
    rules.position,
    rules.created_at,
    rules.id;
