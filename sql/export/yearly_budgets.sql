-- export/yearly_budgets
-- The budgets of years that hold one of the months.
--
-- param  user_id     uuid
-- param  first       date?    the first month; null for all
-- param  last        date?    the last month
-- row    year        integer
-- row    category    text
-- row    amount      numeric
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    yearly_budgets.year,
    expense_categories.code AS category,
    yearly_budgets.budget_amount AS amount,
    yearly_budgets.id::text AS id,
    to_char(yearly_budgets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(yearly_budgets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM yearly_budgets
JOIN expense_categories ON expense_categories.id = yearly_budgets.category_id
WHERE
    yearly_budgets.user_id = %(user_id)s::uuid
    AND yearly_budgets.year
        BETWEEN year_of(coalesce(%(first)s::date, '2000-01-01')) AND year_of(coalesce(%(last)s::date, '2100-12-01'))
ORDER BY
    yearly_budgets.year,
    expense_categories.code COLLATE "C",
    yearly_budgets.id;
