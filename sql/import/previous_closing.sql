-- import/previous_closing
-- The newest balance that the files of a source have closed with, up to a day.
--
-- param  user_id     uuid
-- param  source_id   uuid
-- param  up_to       date
-- row    closing     numeric
-- row    closing_on  date
SELECT
    imports.closing,
    imports.closing_on
FROM imports
WHERE
    imports.user_id = %(user_id)s::uuid
    AND imports.source_id = %(source_id)s::uuid
    AND imports.closing_on <= %(up_to)s::date
ORDER BY imports.closing_on DESC, imports.created_at DESC, imports.id
LIMIT 1;
