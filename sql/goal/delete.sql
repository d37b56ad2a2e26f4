-- goal/delete
-- Delete a goal towards which nothing counts by its name any more.
--
-- param  user_id  uuid
-- param  id       uuid
-- row    goal     text
DELETE FROM goals
WHERE goals.user_id = %(user_id)s::uuid AND goals.id = %(id)s::uuid
RETURNING goals.goal_name AS goal;
