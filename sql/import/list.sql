-- import/list
-- The files of banks that were imported, newest first, each with the days it covers and its balance.
--
-- param  user_id     uuid
-- param  source_id   uuid?      null for all
-- row    at          text       UTC
-- row    source      text
-- row    file        text
-- row    format      text
-- row    first_day   date?
-- row    last_day    date?
-- row    rows_read   integer
-- row    currency    text
-- row    closing     numeric?
-- row    follows     boolean?
-- row    id          text
SELECT
    to_char(imports.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    sources.source_name AS source,
    imports.file_name AS file,
    imports.format,
    imports.first_day,
    imports.last_day,
    imports.rows_read,
    sources.currency,
    imports.closing,
    imports.follows,
    imports.id::text AS id
FROM imports
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = imports.source_id
WHERE
    imports.user_id = %(user_id)s::uuid
    AND (%(source_id)s::uuid IS NULL OR imports.source_id = %(source_id)s::uuid)
ORDER BY imports.created_at DESC, imports.id;
