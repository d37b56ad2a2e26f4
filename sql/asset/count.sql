-- asset/count
-- Count what would be deleted along with an asset.
--
-- param  user_id      uuid
-- param  id           uuid
-- row    snapshots    bigint  its values
-- row    market_caps  bigint
-- row    prices       bigint
-- row    splits       bigint
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
        FROM prices
        WHERE prices.user_id = %(user_id)s::uuid AND prices.asset_id = %(id)s::uuid
    ) AS prices,
    (
        SELECT count(*)
        FROM splits
        WHERE splits.user_id = %(user_id)s::uuid AND splits.asset_id = %(id)s::uuid
    ) AS splits,
    (
        SELECT count(*)
        FROM asset_targets
        WHERE asset_targets.user_id = %(user_id)s::uuid AND asset_targets.asset_id = %(id)s::uuid
    ) AS targets;
