-- marketcap/show_newest
-- Have assets show the newest of their market caps, or none where none is left.
-- A row for each asset that showed another one before.
--
-- param  user_id    uuid
-- param  asset_ids  uuid[]
-- param  last       date    the last month that counts: what is far ahead is a slip
-- row    asset      text
UPDATE assets
SET
    market_cap = newest.market_cap,
    market_cap_source = newest.source,
    market_cap_synced_at = newest.updated_at
FROM (
    SELECT
        changed.id,
        latest.market_cap,
        latest.source,
        latest.updated_at
    FROM unnest(%(asset_ids)s::uuid[]) AS changed (id)
    LEFT JOIN LATERAL (
        SELECT
            market_cap_history.market_cap,
            market_cap_history.source,
            market_cap_history.updated_at
        FROM market_cap_history
        WHERE
            market_cap_history.user_id = %(user_id)s::uuid
            AND market_cap_history.asset_id = changed.id
            AND market_cap_history.period <= %(last)s::date
        ORDER BY market_cap_history.year DESC, market_cap_history.month DESC
        LIMIT 1
    ) AS latest ON true
) AS newest
WHERE
    assets.user_id = %(user_id)s::uuid
    AND assets.id = newest.id
    AND (assets.market_cap, assets.market_cap_source, assets.market_cap_synced_at)
        IS DISTINCT FROM (newest.market_cap, newest.source, newest.updated_at)
RETURNING assets.asset_name AS asset;
