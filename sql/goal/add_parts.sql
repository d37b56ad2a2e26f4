-- goal/add_parts
-- Have assets, debts and categories count towards a goal.
--
-- param  user_id       uuid
-- param  goal_id       uuid
-- param  asset_ids     uuid[]
-- param  category_ids  uuid[]
INSERT INTO goal_parts (user_id, goal_id, asset_id, category_id)
SELECT
    %(user_id)s::uuid,
    %(goal_id)s::uuid,
    parts.asset_id,
    parts.category_id
FROM (
    SELECT
        assets.id AS asset_id,
        NULL::uuid AS category_id
    FROM unnest(%(asset_ids)s::uuid[]) AS assets (id)
    UNION
    SELECT
        NULL::uuid AS asset_id,
        categories.id AS category_id
    FROM unnest(%(category_ids)s::uuid[]) AS categories (id)
) AS parts
ORDER BY parts.asset_id, parts.category_id
ON CONFLICT (user_id, goal_id, asset_id, category_id) DO NOTHING;
