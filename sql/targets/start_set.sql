-- targets/start_set
-- Begin a set of targets in a month with those in force before it; nothing where one begins there already.
--
-- param  user_id  uuid
-- param  month    date
WITH before AS (
    SELECT
        target_sets.year,
        target_sets.month
    FROM target_sets
    WHERE
        target_sets.user_id = %(user_id)s::uuid
        AND target_sets.period < %(month)s::date
    ORDER BY target_sets.year DESC, target_sets.month DESC
    LIMIT 1
),
begun AS (
    INSERT INTO target_sets (user_id, year, month)
    VALUES (
        %(user_id)s::uuid,
        year_of(%(month)s::date),
        month_of(%(month)s::date)
    )
    ON CONFLICT (user_id, year, month) DO NOTHING
    RETURNING
        target_sets.year,
        target_sets.month
),
of_assets AS (
    INSERT INTO asset_targets (user_id, asset_id, target_pct, year, month)
    SELECT
        %(user_id)s::uuid,
        earlier.asset_id,
        earlier.target_pct,
        begun.year,
        begun.month
    FROM begun
    CROSS JOIN before
    JOIN asset_targets AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.year = before.year
        AND earlier.month = before.month
)
INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)
SELECT
    %(user_id)s::uuid,
    earlier.category_id,
    earlier.target_pct,
    begun.year,
    begun.month
FROM begun
CROSS JOIN before
JOIN category_allocation_targets AS earlier
    ON earlier.user_id = %(user_id)s::uuid
    AND earlier.year = before.year
    AND earlier.month = before.month
ORDER BY earlier.category_id;
