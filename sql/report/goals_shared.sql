-- report/goals_shared
-- The assets and debts that several goals count by name or category, each whole, and those goals.
--
-- param  user_id         uuid
-- param  include_closed  boolean
-- row    asset           text
-- row    goals           text[]   by name
WITH shared AS (
    SELECT
        counted.asset_id,
        array_agg(goals.goal_name ORDER BY folded(goals.goal_name), goals.id) AS goals
    FROM goal_assets(%(user_id)s::uuid) AS counted
    JOIN goals
        ON goals.user_id = %(user_id)s::uuid
        AND goals.id = counted.goal_id
        AND (%(include_closed)s::boolean OR goals.closed_on IS NULL)
    WHERE
        counted.closed_month IS NULL
        AND EXISTS (
            SELECT
            FROM goal_parts
            WHERE goal_parts.user_id = %(user_id)s::uuid AND goal_parts.goal_id = counted.goal_id
        )
    GROUP BY counted.asset_id
    HAVING count(*) > 1
)
SELECT
    assets.asset_name AS asset,
    shared.goals
FROM shared
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = shared.asset_id
ORDER BY folded(assets.asset_name), assets.id;
