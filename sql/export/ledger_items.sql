-- export/ledger_items
-- Incomes and expenses as a ledger takes them, the oldest first; where no day is known, on the first of its month.
--
-- param  user_id      uuid
-- param  first        date?    the first month; null for all
-- param  last         date?    the last month
-- row    day          date
-- row    kind         text     income or expense
-- row    category     text     the code
-- row    subcategory  text?    the code
-- row    amount       numeric
-- row    note         text?
-- row    id           text
WITH entries AS (
    SELECT
        'income' AS kind,
        coalesce(incoming_items.received_on, incoming_items.period) AS day,
        incoming_items.category_id,
        NULL::uuid AS subcategory_id,
        incoming_items.amount,
        incoming_items.description,
        incoming_items.created_at,
        incoming_items.id
    FROM incoming_items
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND (incoming_items.year, incoming_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    UNION ALL
    SELECT
        'expense' AS kind,
        coalesce(expense_items.spent_on, expense_items.period) AS day,
        expense_items.category_id,
        expense_items.subcategory_id,
        expense_items.amount,
        expense_items.description,
        expense_items.created_at,
        expense_items.id
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND (expense_items.year, expense_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
)
SELECT
    entries.day,
    entries.kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    entries.amount,
    entries.description AS note,
    entries.id::text AS id
FROM entries
LEFT JOIN income_categories ON income_categories.id = entries.category_id
LEFT JOIN expense_categories ON expense_categories.id = entries.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = entries.subcategory_id
ORDER BY
    entries.day,
    entries.kind DESC,
    entries.created_at,
    entries.id;
