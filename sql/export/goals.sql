-- export/goals
-- What is saved for or paid off.
--
-- param  user_id                uuid
-- row    goal                   text
-- row    amount                 numeric?  one of the three says how much it is
-- row    months_of_spending     numeric?
-- row    times_yearly_spending  numeric?
-- row    from_amount            numeric   what is not counted; below zero, what was owed
-- row    due_month              date?
-- row    closed                 date?
-- row    id                     text
-- row    created_at             text
-- row    updated_at             text
SELECT
    goals.goal_name AS goal,
    goals.amount,
    goals.months_of_spending,
    goals.times_yearly_spending,
    goals.from_amount,
    goals.due_month,
    goals.closed_on AS closed,
    goals.id::text AS id,
    to_char(goals.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(goals.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM goals
WHERE goals.user_id = %(user_id)s::uuid
ORDER BY
    goals.goal_name COLLATE "C",
    goals.id;
