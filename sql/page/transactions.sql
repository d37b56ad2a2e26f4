-- page/transactions
-- How far the transactions that write have come, on the whole server: any write moves it on.
--
-- row    next  text  the number of the first that has not begun
SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next;
