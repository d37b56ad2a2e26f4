-- doctor/wraparound
-- Whether transaction numbers run out, which stops the server.
--
-- row    severity  text
-- row    finding   text
-- row    remedy    text
SELECT
    CASE WHEN age(pg_database.datfrozenxid) > 1600000000 THEN 'error' ELSE 'warning' END AS severity,
    format(
        'the oldest row is %%s transactions old, and at about 2.1 billion the server takes no more writes',
        age(pg_database.datfrozenxid)
    ) AS finding,
    'VACUUM FREEZE; as a superuser, and look for old open transactions.' AS remedy
FROM pg_database
WHERE
    pg_database.datname = current_database()
    AND age(pg_database.datfrozenxid) > greatest(1000000000, 2 * current_setting('autovacuum_freeze_max_age')::bigint)
ORDER BY pg_database.oid;
