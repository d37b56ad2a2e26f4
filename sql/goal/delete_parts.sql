-- goal/delete_parts
-- Have nothing count towards a goal by its name.
--
-- param  user_id  uuid
-- param  id       uuid  of the goal
DELETE FROM goal_parts
WHERE goal_parts.user_id = %(user_id)s::uuid AND goal_parts.goal_id = %(id)s::uuid;
