-- import/correct_copies
-- Have the carried values of assets in a file follow the values that were written down for them.
--
-- needs  import/stage
-- param  user_id    uuid
-- row    corrected  integer?
SELECT correct_copies(
    array_agg(%(user_id)s::uuid),
    array_agg(added.asset_id),
    array_agg(added.month)
) AS corrected
FROM (
    SELECT
        assets.id AS asset_id,
        min(staged.month) AS month
    FROM staged_values AS staged
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    GROUP BY assets.id
) AS added
ORDER BY corrected;
