-- import/has_other_formats
-- Whether a source has files of another format in the books.
--
-- param  user_id    uuid
-- param  source_id  uuid
-- param  format     text
-- row    has_some   boolean
SELECT EXISTS (
    SELECT
    FROM imports
    WHERE
        imports.user_id = %(user_id)s::uuid
        AND imports.source_id = %(source_id)s::uuid
        AND imports.format <> %(format)s::text
) AS has_some;
