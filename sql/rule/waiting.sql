-- rule/waiting
-- The bank rows that wait for a decision, the newest first.
--
-- param  user_id    uuid
-- row    text       text
-- row    amount     numeric  in the account's sense and currency
-- row    source_id  text
SELECT
    import_rows.text,
    import_rows.amount,
    import_rows.source_id::text AS source_id
FROM import_rows
WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.decision = 'waits'
ORDER BY
    import_rows.day DESC,
    import_rows.id;
