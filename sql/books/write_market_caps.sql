-- books/write_market_caps
-- Write the market caps of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO market_cap_history (
    user_id, id, asset_id, year, month, market_cap, source, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.asset_id,
    year_of(said.month),
    month_of(said.month),
    said.market_cap,
    said.source,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, asset_id uuid, market_cap numeric, source text, created_at timestamptz,
    updated_at timestamptz
)
WHERE
    staged.table_name = 'market_caps'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    asset_id = excluded.asset_id,
    year = excluded.year,
    month = excluded.month,
    market_cap = excluded.market_cap,
    source = excluded.source;
