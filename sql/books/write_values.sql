-- books/write_values
-- Write the values of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO asset_inputs (
    user_id, id, asset_id, year, month, total, native_amount, currency, rate, quantity, price, contribution, notes,
    carried, import_id, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.asset_id,
    year_of(said.month),
    month_of(said.month),
    said.value,
    said.amount,
    said.currency,
    said.rate,
    said.quantity,
    said.price,
    said.contribution,
    said.note,
    said.carried,
    said.import_id,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, asset_id uuid, month date, value numeric, amount numeric, currency text, rate numeric,
    quantity numeric, price numeric, contribution numeric, note text, carried boolean, import_id uuid,
    created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'values'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    asset_id = excluded.asset_id,
    year = excluded.year,
    month = excluded.month,
    total = excluded.total,
    native_amount = excluded.native_amount,
    currency = excluded.currency,
    rate = excluded.rate,
    quantity = excluded.quantity,
    price = excluded.price,
    contribution = excluded.contribution,
    notes = excluded.notes,
    carried = excluded.carried,
    import_id = excluded.import_id;
