-- doctor/processes
-- The server's processes, whose numbers are in the names of their temporary files.
--
-- row    pid  integer
SELECT pg_stat_activity.pid
FROM pg_stat_activity
WHERE pg_stat_activity.pid IS NOT NULL
ORDER BY pg_stat_activity.pid;
