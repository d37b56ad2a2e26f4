-- import/previous_closing
-- The newest balance that the files of a source have closed with, up to a day, and what came since.
-- Rows of after that balance are those of later days; or those that no file had, of any day, for a bank books late.
--
-- needs  import/stage_judged_rows
-- param  user_id     uuid
-- param  file        integer
-- param  source_id   uuid
-- param  up_to       date
-- row    closing     numeric
-- row    closing_on  date
-- row    follows     boolean?
-- row    has_new     boolean   whether the file has rows that no file had
-- row    new_sum     numeric   of these
-- row    sum_since   numeric   of all rows of later days, up to that day
WITH fresh AS (
    SELECT
        judged.day,
        judged.amount
    FROM judged_rows AS judged
    WHERE
        judged.file = %(file)s::integer
        AND judged.source_id = %(source_id)s::uuid
        AND judged.decision IS NOT NULL
        AND NOT judged.is_back
        AND judged.day <= %(up_to)s::date
),
previous AS (
    SELECT
        imports.closing,
        imports.closing_on,
        imports.follows
    FROM imports
    WHERE
        imports.user_id = %(user_id)s::uuid
        AND imports.source_id = %(source_id)s::uuid
        AND imports.closing_on <= %(up_to)s::date
    ORDER BY imports.closing_on DESC, imports.created_at DESC, imports.id
    LIMIT 1
)
SELECT
    previous.closing,
    previous.closing_on,
    previous.follows,
    EXISTS (SELECT FROM fresh) AS has_new,
    coalesce((SELECT sum(fresh.amount) FROM fresh), 0) AS new_sum,
    coalesce((SELECT sum(fresh.amount) FROM fresh WHERE fresh.day > previous.closing_on), 0)
    + coalesce(
        (
            SELECT sum(import_rows.amount)
            FROM import_rows
            WHERE
                import_rows.user_id = %(user_id)s::uuid
                AND import_rows.source_id = %(source_id)s::uuid
                AND import_rows.day > previous.closing_on
                AND import_rows.day <= %(up_to)s::date
        ),
        0
    ) AS sum_since
FROM previous
ORDER BY previous.closing_on;
