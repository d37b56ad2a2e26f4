-- marketcap/set
-- Record what the whole behind an asset was worth in a month, in place of an earlier value of that month.
--
-- param  user_id              uuid
-- param  id                   uuid      of the asset
-- param  month                date
-- param  market_cap           numeric   in the user's currency
-- param  source               text      where the figure is from
-- row    asset                text
-- row    month                date
-- row    market_cap           numeric
-- row    source               text
-- row    previous_market_cap  numeric?  what the month held before
-- row    previous_source      text?
WITH earlier AS (
    SELECT
        market_cap_history.market_cap,
        market_cap_history.source
    FROM market_cap_history
    WHERE
        market_cap_history.user_id = %(user_id)s::uuid
        AND market_cap_history.asset_id = %(id)s::uuid
        AND market_cap_history.year = year_of(%(month)s::date)
        AND market_cap_history.month = month_of(%(month)s::date)
),
written AS (
    INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
    VALUES (
        %(user_id)s::uuid,
        %(id)s::uuid,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        %(market_cap)s::numeric,
        %(source)s::text
    )
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        market_cap = excluded.market_cap,
        source = excluded.source
    RETURNING
        market_cap_history.asset_id,
        market_cap_history.period,
        market_cap_history.market_cap,
        market_cap_history.source
)
SELECT
    assets.asset_name AS asset,
    written.period AS month,
    written.market_cap,
    written.source,
    earlier.market_cap AS previous_market_cap,
    earlier.source AS previous_source
FROM written
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = written.asset_id
LEFT JOIN earlier ON true
ORDER BY written.period;
