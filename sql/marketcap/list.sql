-- marketcap/list
-- Recorded market caps, newest month first, each with its growth since the one before.
--
-- param  user_id     uuid
-- param  first       date?     the first month; null for all
-- param  last        date?     the last month
-- param  asset_id    uuid?     one asset; null for every asset
-- row    month       date
-- row    asset       text
-- row    market_cap  numeric   in the user's currency
-- row    source      text      where the figure is from
-- row    change      numeric?  a fraction of the asset's last recorded one before; null for its first
SELECT
    caps.period AS month,
    assets.asset_name AS asset,
    caps.market_cap,
    caps.source,
    share_of(caps.market_cap - before.market_cap, before.market_cap) AS change
FROM market_cap_history AS caps
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = caps.asset_id
LEFT JOIN LATERAL (
    SELECT earlier.market_cap
    FROM market_cap_history AS earlier
    WHERE
        earlier.user_id = %(user_id)s::uuid
        AND earlier.asset_id = caps.asset_id
        AND (earlier.year, earlier.month) < (caps.year, caps.month)
    ORDER BY earlier.year DESC, earlier.month DESC
    LIMIT 1
) AS before ON true
WHERE
    caps.user_id = %(user_id)s::uuid
    AND (caps.year, caps.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    AND (%(asset_id)s::uuid IS NULL OR caps.asset_id = %(asset_id)s::uuid)
ORDER BY
    caps.year DESC,
    caps.month DESC,
    lower(assets.asset_name),
    caps.id;
