-- user/move_items
-- Move the incomes and expenses with a day into the months that they belong to.
--
-- param  user_id  uuid
-- row    moved    bigint
SELECT move_to_their_months(%(user_id)s::uuid) AS moved;
