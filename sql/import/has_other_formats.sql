-- import/has_other_formats
-- Whether a source has files in the books of another format, or of other columns of words.
--
-- param  user_id     uuid
-- param  source_id   uuid
-- param  format      text
-- param  words_from  uuid?
-- row    has_some    boolean
SELECT EXISTS (
    SELECT
    FROM imports
    WHERE
        imports.user_id = %(user_id)s::uuid
        AND imports.source_id = %(source_id)s::uuid
        AND (imports.format <> %(format)s::text OR imports.words_from IS DISTINCT FROM %(words_from)s::uuid)
) AS has_some;
