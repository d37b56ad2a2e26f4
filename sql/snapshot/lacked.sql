-- snapshot/lacked
-- What a month has no value of, or only one that was carried forward, and what of it a price on record can fill.
--
-- param  user_id         uuid
-- param  month           date
-- row    asset           text
-- row    is_carried      boolean
-- row    is_by_quantity  boolean
-- row    can_be_filled   boolean   a quantity, a price and, of another currency, a rate are on record
WITH lacking AS (
    SELECT
        missing.asset_id,
        false AS is_carried
    FROM missing_assets(%(user_id)s::uuid, %(month)s::date) AS missing
    UNION ALL
    SELECT
        asset_inputs.asset_id,
        true AS is_carried
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = year_of(%(month)s::date)
        AND asset_inputs.month = month_of(%(month)s::date)
        AND asset_inputs.carried
)
SELECT
    assets.asset_name AS asset,
    lacking.is_carried,
    held.asset_id IS NOT NULL AS is_by_quantity,
    coalesce(
        (held.quantity = 0 OR held.price IS NOT NULL AND held.quantity IS NOT NULL)
        AND (held.rate IS NOT NULL OR NOT held.is_foreign),
        false
    ) AS can_be_filled
FROM lacking
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = lacking.asset_id
LEFT JOIN month_holdings(%(user_id)s::uuid, %(month)s::date) AS held ON held.asset_id = lacking.asset_id
ORDER BY lower(assets.asset_name), assets.id;
