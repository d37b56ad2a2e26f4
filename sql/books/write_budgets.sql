-- books/write_budgets
-- Write the budgets of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO budgets (
    user_id, id, category_id, year, month, budget_amount, calculated, policy, carry_floor, carry_cap,
    created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    expense_categories.id,
    year_of(said.month),
    month_of(said.month),
    said.amount,
    said.calculated,
    said.policy,
    said.carry_floor,
    said.carry_cap,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, month date, category text, amount numeric, calculated boolean, policy text,
    carry_floor numeric, carry_cap numeric, created_at timestamptz, updated_at timestamptz
)
JOIN expense_categories
    ON expense_categories.code = said.category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
WHERE
    staged.table_name = 'budgets'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    category_id = excluded.category_id,
    year = excluded.year,
    month = excluded.month,
    budget_amount = excluded.budget_amount,
    calculated = excluded.calculated,
    policy = excluded.policy,
    carry_floor = excluded.carry_floor,
    carry_cap = excluded.carry_cap;
