-- budget/newest
-- The newest month before a month that has budgets.
--
-- param  user_id  uuid
-- param  month    date
-- row    month    date
SELECT budgets.period AS month
FROM budgets
WHERE
    budgets.user_id = %(user_id)s::uuid
    AND (budgets.year, budgets.month) < (year_of(%(month)s::date), month_of(%(month)s::date))
ORDER BY budgets.year DESC, budgets.month DESC
LIMIT 1;
