-- marketcap/delete
-- Delete the market cap of one asset in one month.
--
-- param  user_id     uuid
-- param  id          uuid     of the asset
-- param  month       date
-- row    month       date
-- row    market_cap  numeric
DELETE FROM market_cap_history
WHERE
    market_cap_history.user_id = %(user_id)s::uuid
    AND market_cap_history.asset_id = %(id)s::uuid
    AND market_cap_history.year = year_of(%(month)s::date)
    AND market_cap_history.month = month_of(%(month)s::date)
RETURNING
    market_cap_history.period AS month,
    market_cap_history.market_cap;
