-- asset/close
-- Close an asset from a month on; no row when it has a value in a later month.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  month    date
-- row    asset    text
-- row    month    date  the first month in which no value is expected
UPDATE assets
SET closed_on = %(month)s::date
WHERE
    assets.user_id = %(user_id)s::uuid
    AND assets.id = %(id)s::uuid
    AND NOT EXISTS (
        SELECT
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = %(user_id)s::uuid
            AND asset_inputs.asset_id = %(id)s::uuid
            AND asset_inputs.period > %(month)s::date
    )
RETURNING
    assets.asset_name AS asset,
    assets.closed_on AS month;
