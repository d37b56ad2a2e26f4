-- export/expenses
-- What went out, in the order of its days.
--
-- param  user_id        uuid
-- param  first          date?    the first month; null for all
-- param  last           date?    the last month
-- row    month          date
-- row    date           date?
-- row    category       text
-- row    subcategory    text?
-- row    name           text     of the category, and of the subcategory
-- row    amount         numeric
-- row    note           text?
-- row    import_row_id  text?    null also where the months asked for do not have it
-- row    id             text
-- row    created_at     text
-- row    updated_at     text
SELECT
    expense_items.period AS month,
    expense_items.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    expense_items.amount,
    expense_items.description AS note,
    CASE
        WHEN %(first)s::date IS NULL AND %(last)s::date IS NULL THEN expense_items.import_row_id::text
        WHEN EXISTS (
            SELECT
            FROM import_rows AS bank_rows
            WHERE
                bank_rows.user_id = %(user_id)s::uuid
                AND bank_rows.id = expense_items.import_row_id
                AND bank_rows.day >= coalesce(%(first)s::date, '2000-01-01')
                AND bank_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
        ) THEN expense_items.import_row_id::text
    END AS import_row_id,
    expense_items.id::text AS id,
    to_char(expense_items.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(expense_items.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM expense_items
JOIN expense_categories ON expense_categories.id = expense_items.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
WHERE
    expense_items.user_id = %(user_id)s::uuid
    AND (expense_items.year, expense_items.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    expense_items.year,
    expense_items.month,
    expense_items.spent_on NULLS FIRST,
    expense_items.created_at,
    expense_items.id;
