-- books/write_targets
-- Write the targets of categories of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO category_allocation_targets (
    user_id, id, category_id, year, month, target_pct, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    asset_categories.id,
    year_of(said.month),
    month_of(said.month),
    said.target,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, category text, target numeric, created_at timestamptz, updated_at timestamptz
)
JOIN asset_categories
    ON asset_categories.code = said.category
    AND (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
WHERE
    staged.table_name = 'targets'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    year = excluded.year,
    month = excluded.month,
    target_pct = excluded.target_pct;
