-- snapshot/lock
-- Let nobody else add, change or delete values of these assets in a month, until the transaction ends.
-- The lock of an asset holds up a value that is added; that of a value, one that is changed.
--
-- param  user_id   uuid
-- param  ids       uuid[]   of the assets
-- param  month     date
-- row    assets    integer  how many of them there are
-- row    recorded  integer  how many have a value of that month
WITH locked_assets AS (
    SELECT assets.id
    FROM assets
    WHERE assets.user_id = %(user_id)s::uuid AND assets.id = ANY(%(ids)s::uuid[])
    ORDER BY assets.id
    FOR UPDATE
),
locked_values AS (
    SELECT asset_inputs.id
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.asset_id = ANY(%(ids)s::uuid[])
        AND asset_inputs.year = year_of(%(month)s::date)
        AND asset_inputs.month = month_of(%(month)s::date)
    ORDER BY asset_inputs.asset_id
    FOR UPDATE
)
SELECT
    (SELECT count(*)::integer FROM locked_assets) AS assets,
    (SELECT count(*)::integer FROM locked_values) AS recorded
ORDER BY assets;
