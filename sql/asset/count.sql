-- asset/count
-- Count what would be deleted along with an asset.
--
-- param  user_id      uuid
-- param  id           uuid
-- row    snapshots    bigint  its values
-- row    market_caps  bigint
-- row    targets      bigint
SELECT
    (
        SELECT count(*)
        FROM asset_inputs
        WHERE asset_inputs.user_id = %(user_id)s::uuid AND asset_inputs.asset_id = %(id)s::uuid
    ) AS snapshots,
    (
        SELECT count(*)
        FROM market_cap_history
        WHERE
            market_cap_history.user_id = %(user_id)s::uuid
            AND market_cap_history.asset_id = %(id)s::uuid
    ) AS market_caps,
    (
        SELECT count(*)
        FROM asset_targets
        WHERE asset_targets.user_id = %(user_id)s::uuid AND asset_targets.asset_id = %(id)s::uuid
    ) AS targets;
