-- import/undo_rows
-- Delete what rules made of a file's rows and nobody has changed since, and forget the rows that nobody decided on.
-- An entry that was changed has been written later than its row was decided on, and than the import. A row stays,
-- and stays known, whose entry was changed or deleted, or that a person decided on.
--
-- param  user_id    uuid
-- param  import_id  uuid
-- row    entries    bigint  that were deleted
-- row    forgotten  bigint  rows
-- row    kept       bigint  rows
WITH expenses AS (
    DELETE FROM expense_items
    USING import_rows, imports
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.import_row_id = import_rows.id
        AND expense_items.updated_at IN (import_rows.updated_at, imports.updated_at)
        AND import_rows.user_id = %(user_id)s::uuid
        AND import_rows.import_id = %(import_id)s::uuid
        AND import_rows.decided_by = 'rule'
        AND imports.user_id = %(user_id)s::uuid
        AND imports.id = %(import_id)s::uuid
    RETURNING expense_items.import_row_id AS row_id
),
incomes AS (
    DELETE FROM incoming_items
    USING import_rows, imports
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND incoming_items.import_row_id = import_rows.id
        AND incoming_items.updated_at IN (import_rows.updated_at, imports.updated_at)
        AND import_rows.user_id = %(user_id)s::uuid
        AND import_rows.import_id = %(import_id)s::uuid
        AND import_rows.decided_by = 'rule'
        AND imports.user_id = %(user_id)s::uuid
        AND imports.id = %(import_id)s::uuid
    RETURNING incoming_items.import_row_id AS row_id
),
entries AS (
    SELECT expenses.row_id FROM expenses
    UNION ALL
    SELECT incomes.row_id FROM incomes
),
forgotten AS (
    DELETE FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.import_id = %(import_id)s::uuid
        AND (
            import_rows.decision = 'waits'
            OR (import_rows.decision <> 'category' AND import_rows.decided_by <> 'hand')
            OR import_rows.id IN (SELECT entries.row_id FROM entries)
        )
    RETURNING import_rows.id
)
SELECT
    (SELECT count(*) FROM entries) AS entries,
    (SELECT count(*) FROM forgotten) AS forgotten,
    (
        SELECT count(*)
        FROM import_rows
        WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.import_id = %(import_id)s::uuid
    ) - (SELECT count(*) FROM forgotten) AS kept;
