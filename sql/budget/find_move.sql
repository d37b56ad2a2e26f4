-- budget/find_move
-- The moves whose ids lie in a range, which is what the beginning of an id stands for.
--
-- param  user_id        uuid
-- param  first_id       uuid
-- param  last_id        uuid
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
    AND budget_moves.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY budget_moves.id
LIMIT 2;
