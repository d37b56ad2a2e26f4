-- report/budget_month
-- The newest month up to a month that has budgets or expenses; where there is none, the first one after.
--
-- param  user_id  uuid
-- param  month    date  the current one
-- row    month    date
WITH newest AS (
    (
        SELECT budgets.period
        FROM budgets
        WHERE
            budgets.user_id = %(user_id)s::uuid
            AND (budgets.year, budgets.month)
                <= (year_of(%(month)s::date), month_of(%(month)s::date))
        ORDER BY budgets.year DESC, budgets.month DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE
            expense_items.user_id = %(user_id)s::uuid
            AND (expense_items.year, expense_items.month)
                <= (year_of(%(month)s::date), month_of(%(month)s::date))
        ORDER BY expense_items.year DESC, expense_items.month DESC
        LIMIT 1
    )
),
following AS (
    (
        SELECT budgets.period
        FROM budgets
        WHERE budgets.user_id = %(user_id)s::uuid
        ORDER BY budgets.year, budgets.month
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE expense_items.user_id = %(user_id)s::uuid
        ORDER BY expense_items.year, expense_items.month
        LIMIT 1
    )
),
chosen AS (
    SELECT
        coalesce(
            (SELECT max(newest.period) FROM newest),
            (SELECT min(following.period) FROM following)
        ) AS month
)
SELECT chosen.month
FROM chosen
WHERE chosen.month IS NOT NULL
ORDER BY chosen.month;
