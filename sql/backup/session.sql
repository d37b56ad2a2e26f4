-- backup/session
-- Settle, for this transaction, how values are written, so that equal rows are equal text anywhere.
--
-- row    server_version  text
-- row    is_all_seen     boolean  whether row security hides nothing from this login
-- row    settled         text
SELECT
    current_setting('server_version') AS server_version,
    (
        SELECT pg_roles.rolsuper OR pg_roles.rolbypassrls
        FROM pg_roles
        WHERE pg_roles.rolname = current_user
    ) AS is_all_seen,
    concat_ws(
        '; ',
        set_config('DateStyle', 'ISO, YMD', true),
        set_config('IntervalStyle', 'postgres', true),
        set_config('TimeZone', 'UTC', true),
        set_config('extra_float_digits', '1', true),
        set_config('bytea_output', 'hex', true),
        set_config('client_encoding', 'UTF8', true)
    ) AS settled;
