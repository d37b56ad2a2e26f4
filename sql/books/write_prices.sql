-- books/write_prices
-- Write the prices of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO prices (user_id, id, asset_id, day, price, currency, source, created_at, updated_at)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.asset_id,
    said.date,
    said.price,
    said.currency,
    said.source,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, date date, asset_id uuid, price numeric, currency text, source text, created_at timestamptz,
    updated_at timestamptz
)
WHERE
    staged.table_name = 'prices'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    asset_id = excluded.asset_id,
    day = excluded.day,
    price = excluded.price,
    currency = excluded.currency,
    source = excluded.source;
