-- books/write_goals
-- Write the goals of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO goals (
    user_id, id, goal_name, amount, months_of_spending, times_yearly_spending, from_amount, due_month, closed_on,
    created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.goal,
    said.amount,
    said.months_of_spending,
    said.times_yearly_spending,
    said.from_amount,
    said.due_month,
    said.closed,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, goal text, amount numeric, months_of_spending numeric, times_yearly_spending numeric,
    from_amount numeric, due_month date, closed date, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'goals'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    goal_name = excluded.goal_name,
    amount = excluded.amount,
    months_of_spending = excluded.months_of_spending,
    times_yearly_spending = excluded.times_yearly_spending,
    from_amount = excluded.from_amount,
    due_month = excluded.due_month,
    closed_on = excluded.closed_on;
