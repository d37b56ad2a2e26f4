-- budget/delete_year
-- Delete a category's budget of a whole year.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  year         integer
-- row    period       text
-- row    category     text  the code
-- row    budget       numeric
WITH deleted AS (
    DELETE FROM yearly_budgets
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.category_id = %(category_id)s::uuid
        AND yearly_budgets.year = %(year)s::integer
    RETURNING
        yearly_budgets.year,
        yearly_budgets.category_id,
        yearly_budgets.budget_amount
)
SELECT
    deleted.year::text AS period,
    expense_categories.code AS category,
    deleted.budget_amount AS budget
FROM deleted
JOIN expense_categories ON expense_categories.id = deleted.category_id
ORDER BY deleted.year;
