-- db/lock_holder
-- The session that most likely holds what another one waits for: the strongest lock, held the longest.
--
-- row    process  integer
-- row    login    text
-- row    seconds  bigint?  since its transaction began; null where this login may not know
SELECT
    pg_locks.pid AS process,
    pg_stat_activity.usename::text AS login,
    extract(epoch FROM clock_timestamp() - pg_stat_activity.xact_start)::bigint AS seconds
FROM pg_locks
JOIN pg_stat_activity ON pg_stat_activity.pid = pg_locks.pid
JOIN pg_database ON pg_database.oid = pg_locks.database
LEFT JOIN pg_class ON pg_class.oid = pg_locks.relation
WHERE
    pg_locks.granted
    AND pg_locks.pid <> pg_backend_pid()
    AND pg_database.datname = current_database()
    AND pg_locks.mode <> 'AccessShareLock'
    AND (pg_class.relnamespace = 'public'::regnamespace OR pg_locks.locktype = 'advisory')
    AND pg_stat_activity.usename IS NOT NULL
ORDER BY
    array_position(
        '{AccessExclusiveLock,ExclusiveLock,ShareRowExclusiveLock,ShareLock}'::text[],
        pg_locks.mode
    ) NULLS LAST,
    pg_stat_activity.xact_start NULLS LAST,
    pg_locks.pid
LIMIT 1;
