-- export/ledger_splits
-- What became of the shares of assets, the oldest first.
--
-- param  user_id      uuid
-- row    day          date
-- row    asset_id     text
-- row    numerator    integer
-- row    denominator  integer
SELECT
    splits.day,
    splits.asset_id::text AS asset_id,
    splits.numerator,
    splits.denominator
FROM splits
WHERE splits.user_id = %(user_id)s::uuid
ORDER BY
    splits.day,
    splits.asset_id;
