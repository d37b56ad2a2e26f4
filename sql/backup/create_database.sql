-- backup/create_database
-- What makes a new database like another: first its options, for CREATE DATABASE, then its rights and settings.
-- What pg_dump writes of a database only with --create.
--
-- param  database     text
-- param  new          text     the name of the new one
-- row    position     integer  0 for the options, the rest in order
-- row    instruction  text
WITH original AS (
    SELECT
        pg_database.oid,
        pg_database.datdba,
        pg_database.datacl,
        pg_database.datconnlimit,
        pg_database.datlocprovider,
        'ENCODING ' || quote_literal(pg_encoding_to_char(pg_database.encoding))
        || ' LC_COLLATE ' || quote_literal(pg_database.datcollate)
        || ' LC_CTYPE ' || quote_literal(pg_database.datctype) AS options,
        -- The column has had its name since PostgreSQL 17; before, only ICU had such a locale.
        coalesce(
            to_jsonb(pg_database) ->> 'datlocale',
            to_jsonb(pg_database) ->> 'daticulocale'
        ) AS locale,
        'DATABASE ' || quote_ident(%(new)s::text) AS new
    FROM pg_database
    WHERE pg_database.datname = %(database)s::text
),
settings AS (
    SELECT
        coalesce(pg_roles.rolname::text, '') AS role_name,
        split_part(setting.text, '=', 1) AS name,
        substr(setting.text, strpos(setting.text, '=') + 1) AS value
    FROM original
    JOIN pg_db_role_setting ON pg_db_role_setting.setdatabase = original.oid
    LEFT JOIN pg_roles ON pg_roles.oid = pg_db_role_setting.setrole
    CROSS JOIN unnest(pg_db_role_setting.setconfig) AS setting (text)
)
SELECT
    0 AS position,
    original.options || CASE original.datlocprovider
        WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE ' || quote_literal(original.locale)
        WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' || quote_literal(original.locale)
        ELSE ' LOCALE_PROVIDER libc'
    END AS instruction
FROM original
UNION ALL
SELECT
    1 AS position,
    'ALTER ' || original.new || ' CONNECTION LIMIT ' || original.datconnlimit AS instruction
FROM original
UNION ALL
SELECT
    2 AS position,
    'REVOKE ALL ON ' || original.new || ' FROM PUBLIC' AS instruction
FROM original
WHERE original.datacl IS NOT NULL
UNION ALL
SELECT
    3 AS position,
    'GRANT ' || rights.privilege_type || ' ON ' || original.new || ' TO '
    || coalesce(quote_ident(pg_roles.rolname), 'PUBLIC')
    || CASE WHEN rights.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS instruction
FROM original
CROSS JOIN aclexplode(original.datacl) AS rights
LEFT JOIN pg_roles ON pg_roles.oid = rights.grantee
UNION ALL
SELECT
    4 AS position,
    'ALTER ' || CASE settings.role_name
        WHEN '' THEN original.new
        ELSE 'ROLE ' || quote_ident(settings.role_name) || ' IN ' || original.new
    END || ' SET ' || quote_ident(settings.name) || ' TO '
    -- Lists of names are kept as they are written, with their own quotes.
    || CASE
        WHEN settings.name IN ('search_path', 'session_preload_libraries', 'temp_tablespaces') THEN settings.value
        ELSE quote_literal(settings.value)
    END AS instruction
FROM settings
CROSS JOIN original
ORDER BY position, instruction;
