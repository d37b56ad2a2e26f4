-- export/ledger_assets
-- The assets and debts that have a value in some months, and how exact their values are.
--
-- param  user_id          uuid
-- param  first            date?     the first month; null for all
-- param  last             date?     the last month
-- row    id               text
-- row    name             text
-- row    category         text      the code
-- row    kind             text      asset or liability
-- row    ticker           text?
-- row    currency         text?     null for base currency
-- row    closed_on        date?
-- row    first_month      date      of those with a value
-- row    places           integer   the most decimals that a value has
-- row    quantity_places  integer?  and that a quantity has; null where each value was typed
WITH valued AS (
    SELECT
        asset_inputs.asset_id,
        min(asset_inputs.period) AS first_month,
        max(scale(trim_scale(asset_inputs.total))) AS places,
        max(scale(trim_scale(asset_inputs.quantity))) AS quantity_places
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    GROUP BY asset_inputs.asset_id
)
SELECT
    assets.id::text AS id,
    assets.asset_name AS name,
    asset_categories.code AS category,
    asset_categories.kind,
    assets.ticker,
    assets.currency,
    assets.closed_on,
    valued.first_month,
    valued.places,
    valued.quantity_places
FROM valued
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = valued.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
ORDER BY
    asset_categories.kind,
    asset_categories.sort_order,
    asset_categories.code,
    assets.asset_name,
    assets.id;
