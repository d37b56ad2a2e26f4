-- export/budget_moves
-- What was moved between the budgets of months.
--
-- param  user_id        uuid
-- param  first          date?  the first month; null for all
-- param  last           date?  the last month
-- row    month          date
-- row    from_category  text
-- row    to_category    text
-- row    amount         numeric
-- row    note           text?
-- row    id             text
-- row    created_at     text
-- row    updated_at     text
SELECT
    budget_moves.period AS month,
    given.code AS from_category,
    taken.code AS to_category,
    budget_moves.amount,
    budget_moves.description AS note,
    budget_moves.id::text AS id,
    to_char(budget_moves.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(budget_moves.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM budget_moves
JOIN expense_categories AS given ON given.id = budget_moves.from_category_id
JOIN expense_categories AS taken ON taken.id = budget_moves.to_category_id
WHERE
    budget_moves.user_id = %(user_id)s::uuid
    AND (budget_moves.year, budget_moves.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    budget_moves.year,
    budget_moves.month,
    budget_moves.created_at,
    budget_moves.id;
