-- recurring/delete
-- Delete a recurring item and what is known of its months; what it has posted stays.
--
-- param  user_id      uuid
-- param  id           uuid
-- row    kind         text     income or expense
-- row    category     text     the code
-- row    subcategory  text?    the code
-- row    name         text     of the category, and of the subcategory
-- row    amount       numeric
-- row    every        text     week, month, quarter or year, or a number of these: 2 weeks
-- row    day          integer?  of the month, the last where that is shorter; of weeks, of the first month
-- row    first_month  date
-- row    last_month   date?    null for no end
-- row    note         text?
-- row    id           text
WITH forgotten AS (
    DELETE FROM recurring_postings
    WHERE
        recurring_postings.user_id = %(user_id)s::uuid
        AND recurring_postings.recurring_id = %(id)s::uuid
),
deleted AS (
    DELETE FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND (
            recurring_items.id = %(id)s::uuid
            OR recurring_items.succeeded_by = %(id)s::uuid
        )
    RETURNING
        recurring_items.id,
        recurring_items.income_category_id,
        recurring_items.expense_category_id,
        recurring_items.subcategory_id,
        recurring_items.amount,
        recurring_items.description,
        recurring_items.every,
        recurring_items.day,
        recurring_items.first_month,
        recurring_items.last_month
)
SELECT
    CASE WHEN deleted.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    deleted.amount,
    deleted.every,
    deleted.day,
    deleted.first_month,
    deleted.last_month,
    deleted.description AS note,
    deleted.id::text AS id
FROM deleted
LEFT JOIN income_categories ON income_categories.id = deleted.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = deleted.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = deleted.subcategory_id
WHERE deleted.id = %(id)s::uuid
ORDER BY deleted.id;
