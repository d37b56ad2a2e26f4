-- books/write_budget_policies
-- Write the budget policies of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO budget_policies (
    user_id, id, category_id, policy, carry_floor, carry_cap, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    expense_categories.id,
    said.policy,
    said.carry_floor,
    said.carry_cap,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, category text, policy text, carry_floor numeric, carry_cap numeric,
    created_at timestamptz, updated_at timestamptz
)
JOIN expense_categories
    ON expense_categories.code = said.category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
WHERE
    staged.table_name = 'budget_policies'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    policy = excluded.policy,
    carry_floor = excluded.carry_floor,
    carry_cap = excluded.carry_cap;
