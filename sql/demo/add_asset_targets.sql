-- demo/add_asset_targets
-- Add the shares of their categories that assets should have, each column as one list.
--
-- param  user_id            uuid
-- param  asset              text[]     their names
-- param  first_month        text[]     in which their set begins
-- param  share_of_category  numeric[]
INSERT INTO asset_targets (user_id, asset_id, year, month, target_pct)
SELECT
    %(user_id)s::uuid,
    assets.id,
    year_of(to_date(given.first_month, 'YYYY-MM')),
    month_of(to_date(given.first_month, 'YYYY-MM')),
    given.share_of_category
FROM unnest(
    %(asset)s::text[],
    %(first_month)s::text[],
    %(share_of_category)s::numeric[]
) AS given (asset, first_month, share_of_category)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.first_month, given.asset;
