-- export/goal_parts
-- The assets, debts and categories that count towards each goal.
--
-- param  user_id     uuid
-- row    goal        text
-- row    goal_id     text
-- row    asset       text?
-- row    asset_id    text?  one of the two
-- row    category    text?
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    goals.goal_name AS goal,
    goal_parts.goal_id::text AS goal_id,
    assets.asset_name AS asset,
    goal_parts.asset_id::text AS asset_id,
    asset_categories.code AS category,
    goal_parts.id::text AS id,
    to_char(goal_parts.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(goal_parts.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM goal_parts
JOIN goals
    ON goals.user_id = %(user_id)s::uuid
    AND goals.id = goal_parts.goal_id
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = goal_parts.asset_id
LEFT JOIN asset_categories ON asset_categories.id = goal_parts.category_id
WHERE goal_parts.user_id = %(user_id)s::uuid
ORDER BY
    goals.goal_name COLLATE "C",
    assets.asset_name COLLATE "C",
    asset_categories.code,
    goal_parts.id;
