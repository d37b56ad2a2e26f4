-- books/clear_goal_names
-- Have the goals that a file replaces give up their names, which two of them may exchange.
--
-- needs  books/stage
-- param  user_id  uuid
UPDATE goals
SET goal_name = goals.id::text
FROM staged_books AS staged
WHERE
    goals.user_id = %(user_id)s::uuid
    AND goals.id = staged.our_id
    AND goals.goal_name <> staged.content ->> 'goal'
    AND staged.table_name = 'goals'
    AND staged.outcome = 'replaced';
