-- doctor/checksums
-- Whether damage of the disk is noticed, and how often it was.
--
-- row    severity  text
-- row    finding   text
-- row    remedy    text
SELECT
    'warning' AS severity,
    'data checksums are off: what the disk damages is read as if it were sound' AS finding,
    'Stop the server, and switch them on with pg_checksums, which PostgreSQL brings' AS remedy
WHERE current_setting('data_checksums') = 'off'
UNION ALL
SELECT
    'error' AS severity,
    format(
        '%%s damaged pages were read since statistics were reset, the last one on %%s',
        pg_stat_database.checksum_failures,
        pg_stat_database.checksum_last_failure::date
    ) AS finding,
    'Check the disk, and mend what the doctor finds when it looks deep; then: SELECT pg_stat_reset();' AS remedy
FROM pg_stat_database
WHERE
    pg_stat_database.datname = current_database()
    AND pg_stat_database.checksum_failures > 0
ORDER BY finding;
