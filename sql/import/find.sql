-- import/find
-- Imports whose id begins so.
--
-- param  user_id     uuid
-- param  first_id    uuid
-- param  last_id     uuid
-- row    id          text
-- row    at          text       UTC
-- row    source      text
-- row    file        text
-- row    format      text
-- row    first_day   date?
-- row    last_day    date?
-- row    rows_read   integer
-- row    currency    text
-- row    opening     numeric?
-- row    closing     numeric?
-- row    closing_on  date?
-- row    follows     boolean?
SELECT
    imports.id::text AS id,
    to_char(imports.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    sources.source_name AS source,
    imports.file_name AS file,
    imports.format,
    imports.first_day,
    imports.last_day,
    imports.rows_read,
    sources.currency,
    imports.opening,
    imports.closing,
    imports.closing_on,
    imports.follows
FROM imports
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = imports.source_id
WHERE imports.user_id = %(user_id)s::uuid AND imports.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY imports.created_at DESC, imports.id;
