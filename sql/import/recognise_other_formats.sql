-- import/recognise_other_formats
-- Know a row that a file of another format brought, or one whose texts are made of other columns.
-- There its text and id are others, the day and the amount are not. Of a day and amount, as many are known as the
-- books have and this file does not know already.
--
-- needs  import/stage_bank_rows
-- needs  import/stage_sections
-- needs  import/stage_judged_rows
-- param  user_id     uuid
-- param  file        integer
-- param  format      text
-- param  words_from  uuid?
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
            judged.day,
            judged.amount,
            row_number() OVER (
                PARTITION BY judged.source_id, judged.day, judged.amount ORDER BY judged.position
            ) AS place
        FROM judged_rows AS judged
        WHERE judged.file = %(file)s::integer AND judged.state = 'new' AND NOT judged.is_back
    ) AS fresh
    JOIN (
        SELECT
            import_rows.id,
            import_rows.source_id,
            import_rows.day,
            import_rows.amount,
            row_number() OVER (
                PARTITION BY import_rows.source_id, import_rows.day, import_rows.amount
                ORDER BY import_rows.line, import_rows.id
            ) AS place
        FROM import_rows
        JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = import_rows.import_id
        WHERE
            import_rows.user_id = %(user_id)s::uuid
            AND import_rows.source_id IN (SELECT sections.source_id FROM staged_sections AS sections)
            AND import_rows.day BETWEEN (SELECT min(staged.day) FROM staged_bank_rows AS staged)
            AND (SELECT max(staged.day) FROM staged_bank_rows AS staged)
            AND (imports.format <> %(format)s::text OR imports.words_from IS DISTINCT FROM %(words_from)s::uuid)
            AND NOT EXISTS (
                SELECT FROM judged_rows AS judged
                WHERE judged.file = %(file)s::integer AND judged.row_id = import_rows.id
            )
    ) AS kept
        ON kept.source_id = fresh.source_id
        AND kept.day = fresh.day
        AND kept.amount = fresh.amount
        AND kept.place = fresh.place
) AS alike
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = alike.position;
