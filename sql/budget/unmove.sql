-- budget/unmove
-- Delete a move between budgets.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    id       text
DELETE FROM budget_moves
WHERE budget_moves.user_id = %(user_id)s::uuid AND budget_moves.id = %(id)s::uuid
RETURNING budget_moves.id::text AS id;
