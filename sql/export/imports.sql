-- export/imports
-- The files of banks that were imported; of some months, those with a row in them.
--
-- param  user_id     uuid
-- param  first       date?     the first month; null for all
-- param  last        date?     the last month
-- row    source      text
-- row    source_id   text
-- row    file        text
-- row    file_hash   text      its sha256
-- row    format      text
-- row    words_from  text?
-- row    rows_read   integer
-- row    first_day   date?
-- row    last_day    date?
-- row    opening     numeric?
-- row    opening_on  date?
-- row    closing     numeric?
-- row    closing_on  date?
-- row    follows     boolean?
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    sources.source_name AS source,
    imports.source_id::text AS source_id,
    imports.file_name AS file,
    encode(imports.file_hash, 'hex') AS file_hash,
    imports.format,
    imports.words_from::text AS words_from,
    imports.rows_read,
    imports.first_day,
    imports.last_day,
    imports.opening,
    imports.opening_on,
    imports.closing,
    imports.closing_on,
    imports.follows,
    imports.id::text AS id,
    to_char(imports.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(imports.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM imports
JOIN sources
    ON sources.user_id = %(user_id)s::uuid
    AND sources.id = imports.source_id
WHERE
    imports.user_id = %(user_id)s::uuid
    AND (
        %(first)s::date IS NULL AND %(last)s::date IS NULL
        OR EXISTS (
            SELECT
            FROM import_rows AS bank_rows
            WHERE
                bank_rows.user_id = %(user_id)s::uuid
                AND bank_rows.import_id = imports.id
                AND bank_rows.day >= coalesce(%(first)s::date, '2000-01-01')
                AND bank_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
        )
    )
ORDER BY
    imports.created_at,
    imports.id;
