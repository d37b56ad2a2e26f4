-- doctor/server_support
-- Whether the server still gets corrections; the dates are those of postgresql.org.
--
-- param  today     date
-- row    severity  text
-- row    finding   text
-- row    remedy    text
SELECT
    'warning' AS severity,
    format(
        'PostgreSQL %%s has had no corrections since %%s',
        current_setting('server_version'),
        ends.last_day
    ) AS finding,
    'Upgrade the server to a newer major version.' AS remedy
FROM (
    VALUES
        (15, '2027-11-11'::date),
        (16, '2028-11-09'::date),
        (17, '2029-11-08'::date),
        (18, '2030-11-14'::date)
) AS ends (major, last_day)
WHERE
    ends.major = current_setting('server_version_num')::integer / 10000
    AND ends.last_day < %(today)s::date
ORDER BY ends.major;
