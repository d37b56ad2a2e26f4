-- budget/set_year
-- Plan what a category may cost in a whole year, in place of what was planned.
--
-- param  user_id          uuid
-- param  category_id      uuid
-- param  year             integer
-- param  amount           numeric
-- row    year             integer
-- row    category         text  the code
-- row    name             text
-- row    budget           numeric
-- row    previous_budget  numeric?
WITH earlier AS (
    SELECT yearly_budgets.budget_amount
    FROM yearly_budgets
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.category_id = %(category_id)s::uuid
        AND yearly_budgets.year = %(year)s::integer
),
planned AS (
    INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
    SELECT
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        %(year)s::integer,
        %(amount)s::numeric
    ON CONFLICT (user_id, category_id, year) DO UPDATE SET
        budget_amount = excluded.budget_amount
    RETURNING
        yearly_budgets.year,
        yearly_budgets.category_id,
        yearly_budgets.budget_amount
)
SELECT
    planned.year,
    expense_categories.code AS category,
    expense_categories.name,
    planned.budget_amount AS budget,
    earlier.budget_amount AS previous_budget
FROM planned
JOIN expense_categories ON expense_categories.id = planned.category_id
LEFT JOIN earlier ON true
ORDER BY planned.year;
