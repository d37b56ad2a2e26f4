-- report/networth_by_asset
-- Net worth in a month by asset, beside the month before.
--
-- param  user_id         uuid
-- param  month           date
-- row    asset           text
-- row    category        text      the code
-- row    kind            text      asset or liability
-- row    carried         boolean   whether the value was copied forward
-- row    value           numeric?  negative for a debt; null when the month holds none
-- row    share           numeric?  of all assets, as a fraction; null for a debt, and where those are nothing or less
-- row    change          numeric?  null where one of the two months does not know what it was worth
-- row    change_pct      numeric?  as a fraction of the month before; null where there was none
-- row    new             numeric?  the first value, which is no change
-- row    gone            numeric?  the last value of what was closed
-- row    missing_change  numeric?  of net worth, by a value that one of the two months lacks
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.kind,
    worth.carried,
    worth.value,
    mix.share,
    worth.change,
    growth_of(worth.change, worth.base) AS change_pct,
    worth.new,
    worth.gone,
    worth.missing_change
FROM asset_changes(%(user_id)s::uuid, %(month)s::date, %(month)s::date) AS worth
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = worth.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
LEFT JOIN asset_mix(%(user_id)s::uuid, %(month)s::date) AS mix ON mix.asset_id = worth.asset_id
ORDER BY
    asset_categories.kind,
    abs(worth.value) DESC NULLS LAST,
    lower(assets.asset_name),
    worth.asset_id;
