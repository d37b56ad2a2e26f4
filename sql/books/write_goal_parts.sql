-- books/write_goal_parts
-- Write what counts towards the goals of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO goal_parts (
    user_id, id, goal_id, asset_id, category_id, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.goal_id,
    said.asset_id,
    asset_categories.id,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, goal_id uuid, asset_id uuid, category text, created_at timestamptz, updated_at timestamptz
)
LEFT JOIN asset_categories
    ON asset_categories.code = said.category
    AND (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
WHERE
    staged.table_name = 'goal_parts'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    goal_id = excluded.goal_id,
    asset_id = excluded.asset_id,
    category_id = excluded.category_id;
