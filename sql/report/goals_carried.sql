-- report/goals_carried
-- How many values of a month were copied forward, of the assets that some goals count.
--
-- param  user_id         uuid
-- param  month           date
-- param  include_closed  boolean
-- row    carried         bigint
SELECT count(*) AS carried
FROM asset_inputs
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date)
    AND asset_inputs.carried
    AND EXISTS (
        SELECT
        FROM goal_assets(%(user_id)s::uuid) AS counted
        JOIN goals
            ON goals.user_id = %(user_id)s::uuid
            AND goals.id = counted.goal_id
            AND (%(include_closed)s::boolean OR goals.closed_on IS NULL)
        WHERE counted.asset_id = asset_inputs.asset_id
    );
