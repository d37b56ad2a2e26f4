-- import/rekey
-- Tell the rows of a source apart otherwise from now on: by the bank's ids, or no longer by them.
--
-- param  user_id    uuid
-- param  source_id  uuid
-- param  by_id      boolean
WITH keyed AS (
    SELECT
        import_rows.id,
        import_rows.created_at,
        import_rows.line,
        bank_row_key(
            import_rows.day,
            import_rows.amount,
            CASE WHEN %(by_id)s::boolean THEN import_rows.bank_id END,
            import_rows.text
        ) AS key
    FROM import_rows
    WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.source_id = %(source_id)s::uuid
),
numbered AS (
    SELECT
        keyed.id,
        keyed.key,
        row_number() OVER (
            PARTITION BY keyed.key ORDER BY keyed.created_at, keyed.line, keyed.id
        ) AS occurrence
    FROM keyed
)
UPDATE import_rows
SET
    key = numbered.key,
    occurrence = numbered.occurrence
FROM numbered
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id = numbered.id
    AND import_rows.key <> numbered.key;
