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
        import_rows.occurrence,
        import_rows.key AS old_key,
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
        keyed.old_key,
        coalesce(max(keyed.occurrence) FILTER (WHERE keyed.key = keyed.old_key) OVER alike, 0)
            + count(*) FILTER (WHERE keyed.key <> keyed.old_key) OVER (
                PARTITION BY keyed.key ORDER BY keyed.created_at, keyed.line, keyed.id
            ) AS occurrence
    FROM keyed
    WINDOW alike AS (PARTITION BY keyed.key)
)
UPDATE import_rows
SET
    key = numbered.key,
    occurrence = numbered.occurrence
FROM numbered
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id = numbered.id
    AND numbered.key <> numbered.old_key;
