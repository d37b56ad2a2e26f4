-- user/count_moves
-- How many incomes and expenses with a day are in another month than months that begin with a day have them in.
--
-- param  user_id      uuid
-- param  begins       integer
-- row    moved        bigint   how many of them move there
-- row    kept         bigint   how many stay, for one of the two months is closed
-- row    first_month  date?    the earliest month that one that moves comes from or goes to
SELECT
    count(*) FILTER (WHERE NOT items.is_kept) AS moved,
    count(*) FILTER (WHERE items.is_kept) AS kept,
    min(least(items.period, items.its_month)) FILTER (WHERE NOT items.is_kept) AS first_month
FROM items_in_other_months(%(user_id)s::uuid, %(begins)s::integer) AS items
ORDER BY moved;
