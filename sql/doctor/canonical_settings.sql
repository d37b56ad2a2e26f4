-- doctor/canonical_settings
-- Let definitions be written in one way, whatever is set for this login, until the transaction ends.
--
-- row    search_path  text
-- row    quotes       text
-- row    dates        text
-- row    zone         text
SELECT
    set_config('search_path', 'pg_catalog', true) AS search_path,
    set_config('quote_all_identifiers', 'off', true) AS quotes,
    set_config('datestyle', 'ISO, YMD', true) AS dates,
    set_config('timezone', 'UTC', true) AS zone;
