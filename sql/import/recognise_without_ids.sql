-- import/recognise_without_ids
-- Know a row by its text where only one of the two has an id of the bank, the one in the books or that of the file.
-- A file that seemed to count its rows brought its rows without ids; so did one of another format. Of rows alike, as
-- many are known as the books have that this file does not know already.
--
-- needs  import/stage_bank_rows
-- needs  import/stage_sections
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
UPDATE judged_rows
SET
    state = 'known',
    row_id = alike.id
FROM (
    SELECT
        fresh.position,
        kept.id
    FROM (
        SELECT
            judged.position,
            judged.source_id,
            judged.bank_id,
            keys.key,
            row_number() OVER (
                PARTITION BY judged.source_id, keys.key, judged.bank_id IS NULL ORDER BY judged.position
            ) AS place
        FROM judged_rows AS judged
        CROSS JOIN LATERAL (
            SELECT bank_row_key(judged.day, judged.amount, NULL, judged.text) AS key
        ) AS keys
        WHERE judged.file = %(file)s::integer AND judged.state = 'new' AND NOT judged.is_back
    ) AS fresh
    JOIN (
        SELECT
            import_rows.id,
            import_rows.source_id,
            import_rows.bank_id,
            keys.key,
            row_number() OVER (
                PARTITION BY import_rows.source_id, keys.key, import_rows.bank_id IS NULL
                ORDER BY import_rows.line, import_rows.id
            ) AS place
        FROM import_rows
        CROSS JOIN LATERAL (
            SELECT bank_row_key(import_rows.day, import_rows.amount, NULL, import_rows.text) AS key
        ) AS keys
        WHERE
            import_rows.user_id = %(user_id)s::uuid
            AND import_rows.source_id IN (
                SELECT sections.source_id FROM staged_sections AS sections WHERE sections.by_id
            )
            AND import_rows.day BETWEEN (SELECT min(staged.day) FROM staged_bank_rows AS staged)
            AND (SELECT max(staged.day) FROM staged_bank_rows AS staged)
            AND NOT EXISTS (
                SELECT FROM judged_rows AS judged
                WHERE judged.file = %(file)s::integer AND judged.row_id = import_rows.id
            )
    ) AS kept
        ON kept.source_id = fresh.source_id
        AND kept.key = fresh.key
        AND kept.place = fresh.place
        AND (kept.bank_id IS NULL) <> (fresh.bank_id IS NULL)
) AS alike
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = alike.position;
