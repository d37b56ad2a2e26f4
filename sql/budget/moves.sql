-- budget/moves
-- What was moved between budgets, newest first.
--
-- param  user_id        uuid
-- param  first          date?  the first month
-- param  last           date?  the last month
-- param  category_id    uuid?  from which it was moved, or to which
-- row    month          date
-- row    from_category  text   the code
-- row    from_name      text
-- row    to_category    text   the code
-- row    to_name        text
-- row    amount         numeric
-- row    note           text?
-- row    id             text
SELECT
    budget_moves.period AS month,
    given.code AS from_category,
    given.name AS from_name,
    taken.code AS to_category,
    taken.name AS to_name,
    budget_moves.amount,
    budget_moves.description AS note,
    budget_moves.id::text AS id
FROM budget_moves
JOIN expense_categories AS given ON given.id = budget_moves.from_category_id
JOIN expense_categories AS taken ON taken.id = budget_moves.to_category_id
WHERE
    budget_moves.user_id = %(user_id)s::uuid
    AND (budget_moves.year, budget_moves.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    AND (
        %(category_id)s::uuid IS NULL
        OR %(category_id)s::uuid IN (budget_moves.from_category_id, budget_moves.to_category_id)
    )
ORDER BY budget_moves.year DESC, budget_moves.month DESC, budget_moves.created_at DESC, budget_moves.id;
