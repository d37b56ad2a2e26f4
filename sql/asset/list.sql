-- asset/list
-- What a user owns and owes, with each last value and its month; debts after assets.
--
-- param  user_id         uuid
-- param  include_closed  boolean
-- param  last            date      the last month whose values count: what is far ahead is a slip
-- row    asset           text
-- row    category        text
-- row    category_name   text
-- row    kind            text      asset or liability
-- row    ticker          text?
-- row    currency        text
-- row    value           numeric?  in the user's currency, negative for a debt; null when there is none yet
-- row    month           date?     of the value
-- row    closed          date?
-- row    kept_by         text      quantity, or value where that is typed
-- row    locked          boolean   whether no plan may sell it
-- row    market_cap      numeric?  of the whole company or coin, in the user's currency: the newest on record
-- row    id              text
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.name AS category_name,
    asset_categories.kind,
    assets.ticker,
    coalesce(assets.currency, users.base_currency) AS currency,
    newest.total AS value,
    newest.period AS month,
    assets.closed_on AS closed,
    coalesce(assets.kept_by, 'value') AS kept_by,
    assets.locked,
    assets.market_cap,
    assets.id::text AS id
FROM assets
JOIN asset_categories ON asset_categories.id = assets.category_id
JOIN users ON users.id = assets.user_id
LEFT JOIN newest_value(%(user_id)s::uuid, assets.id, %(last)s::date) AS newest ON true
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (%(include_closed)s::boolean OR assets.closed_on IS NULL)
ORDER BY
    asset_categories.kind,
    asset_categories.sort_order,
    asset_categories.code,
    lower(assets.asset_name),
    assets.id;
