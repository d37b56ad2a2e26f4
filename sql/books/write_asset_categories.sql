-- books/write_asset_categories
-- Write the categories of assets and debts of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO asset_categories (
    user_id, code, name, kind, sort_order, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    said.code,
    said.name,
    said.kind,
    coalesce(said.sort_order, 1000),
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    code text, name text, kind text, sort_order integer, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'asset_categories'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, code) DO UPDATE SET
    name = excluded.name,
    kind = excluded.kind,
    sort_order = excluded.sort_order;
