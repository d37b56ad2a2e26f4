-- goal/names
-- Every goal's name, for suggestions and completion.
--
-- param  user_id  uuid
-- row    goal     text
SELECT goals.goal_name AS goal
FROM goals
WHERE goals.user_id = %(user_id)s::uuid
ORDER BY folded(goals.goal_name), goals.id;
