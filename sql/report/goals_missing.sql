-- report/goals_missing
-- The assets that some goals count and a month has no value of, with the newest value before it.
--
-- param  user_id         uuid
-- param  month           date
-- param  include_closed  boolean
-- row    asset           text
-- row    last_month      date?    null when there is nothing to carry
SELECT
    assets.asset_name AS asset,
    before.period AS last_month
FROM missing_assets(%(user_id)s::uuid, %(month)s::date) AS missing
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = missing.asset_id
LEFT JOIN newest_value(%(user_id)s::uuid, missing.asset_id, %(month)s::date - 1) AS before ON true
WHERE
    EXISTS (
        SELECT
        FROM goal_assets(%(user_id)s::uuid) AS counted
        JOIN goals
            ON goals.user_id = %(user_id)s::uuid
            AND goals.id = counted.goal_id
            AND (%(include_closed)s::boolean OR goals.closed_on IS NULL)
        WHERE counted.asset_id = missing.asset_id
    )
ORDER BY lower(assets.asset_name), assets.id;
