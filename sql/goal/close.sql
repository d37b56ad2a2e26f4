-- goal/close
-- Close a goal in a month, or open it again.
--
-- param  user_id    uuid
-- param  id         uuid
-- param  closed_on  date?  the month; null opens it
-- row    goal       text
UPDATE goals
SET closed_on = %(closed_on)s::date
WHERE goals.user_id = %(user_id)s::uuid AND goals.id = %(id)s::uuid
RETURNING goals.goal_name AS goal;
