-- books/write_import_rows
-- Write the bank rows of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO import_rows (
    user_id, id, import_id, source_id, line, day, value_day, amount, text, bank_id, counter_account, balance,
    category, key, occurrence, decision, decided_by, because, asset_id, contributed, pair_id, created_at,
    updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.import_id,
    said.source_id,
    said.line,
    said.date,
    said.value_date,
    said.amount,
    said.text,
    said.bank_id,
    said.counter_account,
    said.balance,
    said.bank_category,
    said.key,
    said.occurrence,
    said.decision,
    said.decided_by,
    said.because,
    said.asset_id,
    said.contributed,
    said.pair_id,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, import_id uuid, source_id uuid, line integer, date date, value_date date, amount numeric,
    text text, bank_id text, counter_account text, balance numeric, bank_category text, key uuid,
    occurrence integer, decision text, decided_by text, because text, asset_id uuid, contributed numeric,
    pair_id uuid, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'import_rows'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    import_id = excluded.import_id,
    source_id = excluded.source_id,
    line = excluded.line,
    day = excluded.day,
    value_day = excluded.value_day,
    amount = excluded.amount,
    text = excluded.text,
    bank_id = excluded.bank_id,
    counter_account = excluded.counter_account,
    balance = excluded.balance,
    category = excluded.category,
    key = excluded.key,
    occurrence = excluded.occurrence,
    decision = excluded.decision,
    decided_by = excluded.decided_by,
    because = excluded.because,
    asset_id = excluded.asset_id,
    contributed = excluded.contributed,
    pair_id = excluded.pair_id;
