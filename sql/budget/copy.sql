-- budget/copy
-- Plan for a month what was planned for another, wherever it has no budget yet.
--
-- param  user_id   uuid
-- param  source    date      the month that is copied
-- param  month     date      the month that it is copied to
-- row    category  text      the code
-- row    name      text
-- row    budget    numeric   what the copied month plans
-- row    copied    boolean   false where the month had a budget already, or the category is closed
-- row    kept      numeric?  that budget
WITH source AS (
    SELECT
        budgets.category_id,
        budgets.budget_amount
    FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.year = year_of(%(source)s::date)
        AND budgets.month = month_of(%(source)s::date)
),
copied AS (
    INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
    SELECT
        %(user_id)s::uuid,
        source.category_id,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        source.budget_amount
    FROM source
    JOIN expense_categories ON expense_categories.id = source.category_id
    WHERE expense_categories.closed_on IS NULL OR expense_categories.closed_on > %(month)s::date
    ORDER BY source.category_id
    ON CONFLICT (user_id, category_id, year, month) DO NOTHING
    RETURNING budgets.category_id
),
kept AS (
    SELECT
        budgets.category_id,
        budgets.budget_amount
    FROM budgets
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.year = year_of(%(month)s::date)
        AND budgets.month = month_of(%(month)s::date)
)
SELECT
    expense_categories.code AS category,
    expense_categories.name,
    source.budget_amount AS budget,
    copied.category_id IS NOT NULL AS copied,
    kept.budget_amount AS kept
FROM source
JOIN expense_categories ON expense_categories.id = source.category_id
LEFT JOIN copied ON copied.category_id = source.category_id
LEFT JOIN kept ON kept.category_id = source.category_id
ORDER BY
    expense_categories.sort_order,
    expense_categories.code,
    expense_categories.id;
