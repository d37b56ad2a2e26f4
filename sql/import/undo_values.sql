-- import/undo_values
-- Delete the values that were read from a file's balances, where nobody has changed them since.
--
-- param  user_id    uuid
-- param  import_id  uuid
-- row    asset      text
-- row    month      date
WITH deleted AS (
    DELETE FROM asset_inputs
    USING imports
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.import_id = imports.id
        AND asset_inputs.updated_at = imports.updated_at
        AND imports.user_id = %(user_id)s::uuid
        AND imports.id = %(import_id)s::uuid
    RETURNING asset_inputs.asset_id, asset_inputs.period
)
SELECT
    assets.asset_name AS asset,
    deleted.period AS month
FROM deleted
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = deleted.asset_id
ORDER BY deleted.period, assets.id;
