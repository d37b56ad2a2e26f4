-- price/splits
-- The splits of an asset, newest first.
--
-- param  user_id      uuid
-- param  id           uuid     of the asset
-- row    date         date
-- row    numerator    integer
-- row    denominator  integer
SELECT
    splits.day AS date,
    splits.numerator,
    splits.denominator
FROM splits
WHERE splits.user_id = %(user_id)s::uuid AND splits.asset_id = %(id)s::uuid
ORDER BY splits.day DESC;
