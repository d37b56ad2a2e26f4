-- doctor/login_settings
-- Settings of this database, of the everyday role and of people's logins that switch rules off.
--
-- row    severity  text
-- row    finding   text
-- row    remedy    text
WITH kept AS (
    SELECT
        pg_db_role_setting.setdatabase,
        pg_roles.rolname,
        split_part(assigned.setting, '=', 1) AS setting,
        split_part(assigned.setting, '=', 2) AS chosen
    FROM pg_db_role_setting
    CROSS JOIN unnest(pg_db_role_setting.setconfig) AS assigned (setting)
    LEFT JOIN pg_roles ON pg_roles.oid = pg_db_role_setting.setrole
    WHERE pg_db_role_setting.setdatabase IN (
        SELECT pg_database.oid
        FROM pg_database
        WHERE pg_database.datname = current_database()
        UNION ALL
        SELECT 0
    )
)
SELECT
    'error' AS severity,
    format(
        'the setting %%s is %%s for %%s: %%s',
        kept.setting,
        kept.chosen,
        coalesce('the login ' || kept.rolname, 'every login'),
        CASE kept.setting
            WHEN 'session_replication_role' THEN 'no trigger and no foreign key is kept'
            WHEN 'finally.user_id' THEN 'it sees books that nobody opened'
            ELSE 'the books are not safe with that'
        END
    ) AS finding,
    format(
        'ALTER %%s %%sRESET %%s;',
        coalesce('ROLE ' || quote_ident(kept.rolname), 'DATABASE ' || quote_ident(current_database())),
        CASE
            WHEN kept.rolname IS NOT NULL AND kept.setdatabase <> 0
                THEN format('IN DATABASE %%I ', current_database())
        END,
        kept.setting
    ) AS remedy
FROM kept
WHERE
    (kept.setting = 'session_replication_role' AND kept.chosen <> 'origin')
    OR (kept.setting IN ('zero_damaged_pages', 'ignore_checksum_failure') AND kept.chosen IN ('on', 'true', '1'))
    OR kept.setting = 'finally.user_id'
ORDER BY
    kept.rolname,
    kept.setting;
