-- report/newest_entry
-- The newest month with incomes or expenses, but none that is still to come.
--
-- param  user_id     uuid
-- param  kind        text?  income or expense; null for either
-- param  this_month  date   the current one
-- row    month       date
WITH entries AS (
    (
        SELECT incoming_items.period
        FROM incoming_items
        WHERE
            incoming_items.user_id = %(user_id)s::uuid
            AND coalesce(%(kind)s::text, 'income') = 'income'
            AND (incoming_items.year, incoming_items.month)
                <= (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
        ORDER BY incoming_items.year DESC, incoming_items.month DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT expense_items.period
        FROM expense_items
        WHERE
            expense_items.user_id = %(user_id)s::uuid
            AND coalesce(%(kind)s::text, 'expense') = 'expense'
            AND (expense_items.year, expense_items.month)
                <= (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
        ORDER BY expense_items.year DESC, expense_items.month DESC
        LIMIT 1
    )
)
SELECT entries.period AS month
FROM entries
ORDER BY entries.period DESC
LIMIT 1;
