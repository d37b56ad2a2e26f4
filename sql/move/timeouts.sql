-- move/timeouts
-- Settle, for this transaction, that waiting for the other server ends nothing, and waiting for a lock soon does.
--
-- row    name     text
-- row    setting  text
SELECT
    pg_settings.name,
    set_config(
        pg_settings.name,
        CASE pg_settings.name WHEN 'lock_timeout' THEN '10s' ELSE '0' END,
        true
    ) AS setting
FROM pg_settings
WHERE pg_settings.name IN (
    'lock_timeout',
    'statement_timeout',
    'transaction_timeout', -- since PostgreSQL 17
    'idle_in_transaction_session_timeout'
)
ORDER BY pg_settings.name;
