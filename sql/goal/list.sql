-- goal/list
-- The goals, the next one to be reached first.
--
-- param  user_id                uuid
-- param  include_closed         boolean
-- row    goal                   text
-- row    amount                 numeric?  one of the three says how much it is
-- row    months_of_spending     numeric?
-- row    times_yearly_spending  numeric?
-- row    due_month              date?
-- row    counted                text?     assets and categories, by name; null for net worth
-- row    from_amount            numeric   what is not counted; below zero, what was owed
-- row    is_of_debts            boolean   whether only debts count
-- row    closed                 date?
-- row    id                     text
SELECT
    goals.goal_name AS goal,
    goals.amount,
    goals.months_of_spending,
    goals.times_yearly_spending,
    goals.due_month,
    words.counted,
    goals.from_amount,
    coalesce(words.is_of_debts, false) AS is_of_debts,
    goals.closed_on AS closed,
    goals.id::text AS id
FROM goals
LEFT JOIN goal_words(%(user_id)s::uuid) AS words ON words.goal_id = goals.id
WHERE
    goals.user_id = %(user_id)s::uuid
    AND (%(include_closed)s::boolean OR goals.closed_on IS NULL)
ORDER BY
    goals.due_month NULLS LAST,
    folded(goals.goal_name),
    goals.id;
