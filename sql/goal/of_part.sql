-- goal/of_part
-- The goals that name an asset, or a category, as what counts.
--
-- param  user_id      uuid
-- param  asset_id     uuid?  one of the two
-- param  category_id  uuid?
-- row    goal         text
SELECT goals.goal_name AS goal
FROM goal_parts
JOIN goals
    ON goals.user_id = %(user_id)s::uuid
    AND goals.id = goal_parts.goal_id
WHERE
    goal_parts.user_id = %(user_id)s::uuid
    AND (goal_parts.asset_id = %(asset_id)s::uuid OR goal_parts.category_id = %(category_id)s::uuid)
ORDER BY folded(goals.goal_name), goals.id;
