-- targets/show_newest
-- Have each asset show its share within its category in the newest set of targets.
--
-- param  user_id  uuid
UPDATE assets
SET sub_target_pct = (
    SELECT asset_targets.target_pct
    FROM (
        SELECT
            target_sets.year,
            target_sets.month
        FROM target_sets
        WHERE target_sets.user_id = %(user_id)s::uuid
        ORDER BY target_sets.year DESC, target_sets.month DESC
        LIMIT 1
    ) AS newest
    JOIN asset_targets
        ON asset_targets.user_id = %(user_id)s::uuid
        AND asset_targets.asset_id = assets.id
        AND asset_targets.year = newest.year
        AND asset_targets.month = newest.month
)
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (
        assets.sub_target_pct IS NOT NULL
        OR EXISTS (
            SELECT
            FROM asset_targets
            WHERE
                asset_targets.user_id = %(user_id)s::uuid
                AND asset_targets.asset_id = assets.id
        )
    );
