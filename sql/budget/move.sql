-- budget/move
-- Move money from the budget of one category to that of another, in one month.
--
-- param  user_id           uuid
-- param  month             date
-- param  from_category_id  uuid
-- param  to_category_id    uuid
-- param  amount            numeric
-- param  note              text?
-- row    id                text
INSERT INTO budget_moves (user_id, year, month, from_category_id, to_category_id, amount, description)
SELECT
    %(user_id)s::uuid,
    year_of(%(month)s::date),
    month_of(%(month)s::date),
    %(from_category_id)s::uuid,
    %(to_category_id)s::uuid,
    %(amount)s::numeric,
    %(note)s::text
RETURNING budget_moves.id::text AS id;
