-- import/previous_closing
-- The newest balance that other files of a source have closed with, up to a day.
--
-- param  user_id     uuid
-- param  source_id   uuid
-- param  up_to       date
-- param  file_hash   bytea  of the file that is not asked
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
    AND imports.file_hash <> %(file_hash)s::bytea
ORDER BY imports.closing_on DESC, imports.created_at DESC, imports.id
LIMIT 1;
