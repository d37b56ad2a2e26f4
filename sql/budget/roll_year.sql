-- budget/roll_year
-- Plan for a year what the year before planned, where a category has no budget of the year yet.
--
-- param  user_id   uuid
-- param  year      integer
-- row    year      integer
-- row    category  text     the code
-- row    name      text
-- row    budget    numeric
-- row    rolled    boolean  false where its category is closed by then
WITH last AS (
    SELECT
        yearly_budgets.category_id,
        yearly_budgets.budget_amount,
        expense_categories.code,
        expense_categories.name,
        expense_categories.sort_order,
        coalesce(expense_categories.closed_on > make_date(%(year)s::integer, 1, 1), true) AS is_open
    FROM yearly_budgets
    JOIN expense_categories ON expense_categories.id = yearly_budgets.category_id
    WHERE
        yearly_budgets.user_id = %(user_id)s::uuid
        AND yearly_budgets.year = %(year)s::integer - 1
),
written AS (
    INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
    SELECT
        %(user_id)s::uuid,
        last.category_id,
        %(year)s::integer,
        last.budget_amount
    FROM last
    WHERE last.is_open
    ORDER BY last.category_id
    ON CONFLICT (user_id, category_id, year) DO NOTHING
    RETURNING yearly_budgets.category_id
)
SELECT
    %(year)s::integer AS year,
    last.code AS category,
    last.name,
    last.budget_amount AS budget,
    written.category_id IS NOT NULL AS rolled
FROM last
LEFT JOIN written ON written.category_id = last.category_id
WHERE written.category_id IS NOT NULL OR NOT last.is_open
ORDER BY last.sort_order, last.code, last.category_id;
