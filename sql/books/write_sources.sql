-- books/write_sources
-- Write the sources of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO sources (
    user_id, id, source_name, currency, account_key, asset_id, has_ids, layout, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.source,
    said.currency,
    said.account,
    said.asset_id,
    said.has_ids,
    said.layout::jsonb,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, source text, currency text, account text, asset_id uuid, has_ids boolean, layout text,
    created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'sources'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    source_name = excluded.source_name,
    currency = excluded.currency,
    account_key = excluded.account_key,
    asset_id = excluded.asset_id,
    has_ids = excluded.has_ids,
    layout = excluded.layout;
