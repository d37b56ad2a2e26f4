-- import/find_same
-- The import of a source that the same bytes were before.
--
-- param  user_id    uuid
-- param  source_id  uuid
-- param  file_hash  bytea
-- row    id         text
-- row    day        text  on which it was, in UTC
SELECT
    imports.id::text AS id,
    to_char(imports.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
FROM imports
WHERE
    imports.user_id = %(user_id)s::uuid
    AND imports.source_id = %(source_id)s::uuid
    AND imports.file_hash = %(file_hash)s::bytea
ORDER BY imports.created_at DESC, imports.id
LIMIT 1;
