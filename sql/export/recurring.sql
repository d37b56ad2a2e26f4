-- export/recurring
-- What comes in or goes out again and again, with the terms that held earlier.
--
-- param  user_id           uuid
-- row    income_category   text?
-- row    expense_category  text?
-- row    subcategory       text?
-- row    amount            numeric
-- row    note              text?
-- row    every             text     week, month, quarter or year, or a number of these: 2 weeks
-- row    day               integer?
-- row    first_month       date
-- row    last_month        date?
-- row    succeeded_by      text?    the terms that came after these
-- row    id                text
-- row    created_at        text
-- row    updated_at        text
SELECT
    income_categories.code AS income_category,
    expense_categories.code AS expense_category,
    expense_subcategories.code AS subcategory,
    recurring_items.amount,
    recurring_items.description AS note,
    recurring_items.every,
    recurring_items.day,
    recurring_items.first_month,
    recurring_items.last_month,
    recurring_items.succeeded_by::text AS succeeded_by,
    recurring_items.id::text AS id,
    to_char(recurring_items.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(recurring_items.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM recurring_items
LEFT JOIN income_categories ON income_categories.id = recurring_items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = recurring_items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = recurring_items.subcategory_id
WHERE recurring_items.user_id = %(user_id)s::uuid
ORDER BY
    recurring_items.first_month,
    recurring_items.created_at,
    recurring_items.id;
