-- export/splits
-- What became of the shares of assets.
--
-- param  user_id      uuid
-- row    date         date
-- row    asset        text
-- row    asset_id     text
-- row    numerator    integer
-- row    denominator  integer
-- row    id           text
-- row    created_at   text
-- row    updated_at   text
SELECT
    splits.day AS date,
    assets.asset_name AS asset,
    splits.asset_id::text AS asset_id,
    splits.numerator,
    splits.denominator,
    splits.id::text AS id,
    to_char(splits.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(splits.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM splits
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = splits.asset_id
WHERE splits.user_id = %(user_id)s::uuid
ORDER BY
    splits.day,
    assets.asset_name COLLATE "C",
    splits.id;
