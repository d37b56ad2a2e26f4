-- doctor/settings
-- The server's settings that put the books at risk.
--
-- row    severity  text
-- row    finding   text
-- row    remedy    text
SELECT
    risks.severity,
    format('the setting %%s is %%s: %%s', risks.setting, pg_settings.setting, risks.because) AS finding,
    CASE pg_settings.source
        WHEN 'configuration file'
            THEN format('Restart the server after: ALTER SYSTEM SET %%s = %%s;', risks.setting, risks.right_value)
        ELSE format('Set %%s to %%s where it is set (%%s)', risks.setting, risks.right_value, pg_settings.source)
    END AS remedy
FROM (
    VALUES
        ('fsync', 'off', 'error', 'on', 'a power failure can destroy the whole database'),
        ('full_page_writes', 'off', 'error', 'on', 'a power failure can leave half-written pages'),
        ('synchronous_commit', 'off', 'warning', 'on', 'a crash can take back what was answered with done'),
        ('zero_damaged_pages', 'on', 'error', 'off', 'damaged pages are emptied instead of reported'),
        ('ignore_checksum_failure', 'on', 'error', 'off', 'damaged pages are read as if they were sound'),
        ('ignore_system_indexes', 'on', 'warning', 'off', 'it is meant for repairs alone'),
        ('session_replication_role', 'replica', 'error', 'origin', 'no trigger and no foreign key is kept'),
        ('autovacuum', 'off', 'warning', 'on', 'tables swell, and in the end the server stops taking writes'),
        ('track_counts', 'off', 'warning', 'on', 'autovacuum does not know what to do')
) AS risks (setting, wrong_value, severity, right_value, because)
JOIN pg_settings ON pg_settings.name = risks.setting AND pg_settings.setting = risks.wrong_value
ORDER BY
    risks.severity,
    risks.setting;
