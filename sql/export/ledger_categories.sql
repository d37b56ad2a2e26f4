-- export/ledger_categories
-- The categories that incomes, expenses and budgets of some months are in, and how exact their amounts are.
--
-- param  user_id      uuid
-- param  first        date?    the first month; null for all
-- param  last         date?    the last month
-- row    kind         text     income or expense
-- row    category     text     the code
-- row    subcategory  text?    the code
-- row    name         text     of the category, and of the subcategory
-- row    first_month  date     of the calendar, in which it is used
-- row    places       integer  the most decimals that an amount has
WITH used AS (
    SELECT
        'income' AS kind,
        incoming_items.category_id,
        NULL::uuid AS subcategory_id,
        min(coalesce(month_of_day(incoming_items.received_on, 1), incoming_items.period)) AS first_month,
        max(scale(trim_scale(incoming_items.amount))) AS places
    FROM incoming_items
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND (incoming_items.year, incoming_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    GROUP BY incoming_items.category_id
    UNION ALL
    SELECT
        'expense' AS kind,
        expense_items.category_id,
        expense_items.subcategory_id,
        min(coalesce(month_of_day(expense_items.spent_on, 1), expense_items.period)) AS first_month,
        max(scale(trim_scale(expense_items.amount))) AS places
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND (expense_items.year, expense_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    GROUP BY expense_items.category_id, expense_items.subcategory_id
    UNION ALL
    SELECT
        'expense' AS kind,
        budgets.category_id,
        NULL::uuid AS subcategory_id,
        min(budgets.period) AS first_month,
        max(scale(trim_scale(budgets.budget_amount + movement.moved))) AS places
    FROM budgets
    CROSS JOIN LATERAL moved_into(
        %(user_id)s::uuid, budgets.category_id, budgets.year, budgets.month
    ) AS movement
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND (budgets.year, budgets.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    GROUP BY budgets.category_id
),
named AS (
    SELECT
        used.kind,
        coalesce(income_categories.code, expense_categories.code) AS category,
        expense_subcategories.code AS subcategory,
        concat_ws(
            ' / ',
            coalesce(income_categories.name, expense_categories.name),
            expense_subcategories.name
        ) AS name,
        coalesce(income_categories.sort_order, expense_categories.sort_order) AS sort_order,
        expense_subcategories.sort_order AS sub_order,
        used.first_month,
        used.places
    FROM used
    LEFT JOIN income_categories ON income_categories.id = used.category_id
    LEFT JOIN expense_categories ON expense_categories.id = used.category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = used.subcategory_id
)
SELECT
    named.kind,
    named.category,
    named.subcategory,
    named.name,
    min(named.first_month) AS first_month,
    max(named.places) AS places
FROM named
GROUP BY named.kind, named.category, named.subcategory, named.name, named.sort_order, named.sub_order
ORDER BY
    named.kind DESC,
    named.sort_order,
    named.category,
    named.sub_order NULLS FIRST,
    named.subcategory;
