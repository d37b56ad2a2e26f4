-- goal/add
-- Add a goal; what counts towards it is added after it.
--
-- param  user_id                uuid
-- param  goal_name              text
-- param  amount                 numeric?  one of the three says how much it is
-- param  months_of_spending     numeric?
-- param  times_yearly_spending  numeric?
-- param  from_amount            numeric   what is not counted
-- param  due_month              date?
-- row    id                     text
INSERT INTO goals (
    user_id, goal_name, amount, months_of_spending, times_yearly_spending, from_amount, due_month
)
VALUES (
    %(user_id)s::uuid,
    %(goal_name)s::text,
    %(amount)s::numeric,
    %(months_of_spending)s::numeric,
    %(times_yearly_spending)s::numeric,
    %(from_amount)s::numeric,
    %(due_month)s::date
)
RETURNING goals.id::text AS id;
