-- budget/delete
-- Delete a category's budgets in a range of months.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  first        date
-- param  last         date
-- row    period       text
-- row    category     text  the code
-- row    budget       numeric
WITH deleted AS (
    DELETE FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.category_id = %(category_id)s::uuid
        AND (budgets.year, budgets.month)
            BETWEEN (year_of(%(first)s::date), month_of(%(first)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
    RETURNING
        budgets.period,
        budgets.category_id,
        budgets.budget_amount
)
SELECT
    to_char(deleted.period, 'YYYY-MM') AS period,
    expense_categories.code AS category,
    deleted.budget_amount AS budget
FROM deleted
JOIN expense_categories ON expense_categories.id = deleted.category_id
ORDER BY deleted.period, deleted.category_id;
