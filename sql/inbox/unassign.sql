-- inbox/unassign
-- Have bank rows wait again, delete what came of them, and let go of what was there before them.
--
-- param  user_id  uuid
-- param  ids      uuid[]
-- row    id       text
WITH returned AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.decided_by
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.id = ANY(%(ids)s::uuid[])
        AND import_rows.decision <> 'waits'
),
expenses AS (
    DELETE FROM expense_items
    USING returned
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.import_row_id = returned.id
        AND returned.decided_by <> 'twin'
),
incomes AS (
    DELETE FROM incoming_items
    USING returned
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND incoming_items.import_row_id = returned.id
        AND returned.decided_by <> 'twin'
),
linked_expenses AS (
    UPDATE expense_items
    SET import_row_id = NULL
    FROM returned
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.import_row_id = returned.id
        AND returned.decided_by = 'twin'
),
linked_incomes AS (
    UPDATE incoming_items
    SET import_row_id = NULL
    FROM returned
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND incoming_items.import_row_id = returned.id
        AND returned.decided_by = 'twin'
)
UPDATE import_rows
SET
    decision = 'waits',
    decided_by = NULL,
    because = 'taken back to the inbox',
    asset_id = NULL,
    contributed = NULL,
    pair_id = NULL
FROM returned
WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.id = returned.id
RETURNING import_rows.id::text AS id;
