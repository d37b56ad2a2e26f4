-- import/delete
-- Delete an import that has brought no row that is kept; of a value that was changed since, no file is known then.
--
-- param  user_id    uuid
-- param  import_id  uuid
WITH values_kept AS (
    UPDATE asset_inputs
    SET import_id = NULL
    WHERE asset_inputs.user_id = %(user_id)s::uuid AND asset_inputs.import_id = %(import_id)s::uuid
)
DELETE FROM imports
WHERE
    imports.user_id = %(user_id)s::uuid
    AND imports.id = %(import_id)s::uuid;
