-- goal/edit
-- Give a goal another name, amount, beginning or end.
--
-- param  user_id                uuid
-- param  id                     uuid
-- param  goal_name              text
-- param  amount                 numeric?  one of the three says how much it is
-- param  months_of_spending     numeric?
-- param  times_yearly_spending  numeric?
-- param  from_amount            numeric   what is not counted
-- param  due_month              date?
UPDATE goals
SET
    goal_name = %(goal_name)s::text,
    amount = %(amount)s::numeric,
    months_of_spending = %(months_of_spending)s::numeric,
    times_yearly_spending = %(times_yearly_spending)s::numeric,
    from_amount = %(from_amount)s::numeric,
    due_month = %(due_month)s::date
WHERE goals.user_id = %(user_id)s::uuid AND goals.id = %(id)s::uuid;
