-- import/recognise_moved
-- Know a row again whose day moved: the bank's id and the amount are as in the books, and the day is another.
-- moved_from is the day that the books have. The file has that day, too, and not the row on it; or it is not far: ids
-- that a bank gives again, as each month to the same order, are of another row.
--
-- needs  import/stage_bank_rows
-- needs  import/stage_sections
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
UPDATE judged_rows
SET
    state = 'known',
    row_id = moved.id,
    moved_from = moved.day
FROM (
    SELECT DISTINCT ON (kept.id)
        kept.id,
        kept.day,
        judged.position
    FROM judged_rows AS judged
    JOIN import_rows AS kept
        ON kept.user_id = %(user_id)s::uuid
        AND kept.source_id = judged.source_id
        AND kept.bank_id = judged.bank_id
        AND kept.amount = judged.amount
        AND kept.day <> judged.day
        AND (
            kept.day BETWEEN judged.day - 10 AND judged.day + 10
            OR kept.day BETWEEN (SELECT min(staged.day) FROM staged_bank_rows AS staged)
            AND (SELECT max(staged.day) FROM staged_bank_rows AS staged)
        )
    WHERE
        judged.file = %(file)s::integer
        AND judged.state = 'new'
        AND NOT judged.is_back
        AND judged.source_id IN (SELECT sections.source_id FROM staged_sections AS sections WHERE sections.by_id)
        AND NOT EXISTS (SELECT FROM judged_rows AS other WHERE other.row_id = kept.id)
    ORDER BY kept.id, abs(kept.day - judged.day), judged.position
) AS moved
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = moved.position;
