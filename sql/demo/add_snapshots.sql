-- demo/add_snapshots
-- Add what assets and debts were worth, each column as one list.
--
-- param  user_id       uuid
-- param  asset         text[]     their names
-- param  month         text[]
-- param  value         numeric[]  in the user's currency, negative for a debt
-- param  quantity      numeric[]  null where the value was typed, as price is
-- param  price         numeric[]  in the asset's currency
-- param  amount        numeric[]  null where that is the asset's too, as in the next two
-- param  currency      text[]
-- param  rate          numeric[]
-- param  contribution  numeric[]  what of it was put in; null for not on record
-- param  note          text[]     null for none
-- param  carried       boolean[]
INSERT INTO asset_inputs (
    user_id, asset_id, year, month, total, native_amount, currency, rate, quantity, price, contribution, notes,
    carried
)
SELECT
    %(user_id)s::uuid,
    assets.id,
    year_of(to_date(given.month, 'YYYY-MM')),
    month_of(to_date(given.month, 'YYYY-MM')),
    given.value,
    given.amount,
    given.currency,
    given.rate,
    given.quantity,
    given.price,
    given.contribution,
    given.note,
    given.carried
FROM unnest(
    %(asset)s::text[],
    %(month)s::text[],
    %(value)s::numeric[],
    %(quantity)s::numeric[],
    %(price)s::numeric[],
    %(amount)s::numeric[],
    %(currency)s::text[],
    %(rate)s::numeric[],
    %(contribution)s::numeric[],
    %(note)s::text[],
    %(carried)s::boolean[]
) AS given (asset, month, value, quantity, price, amount, currency, rate, contribution, note, carried)
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.asset_name = given.asset
ORDER BY given.month, given.asset;
