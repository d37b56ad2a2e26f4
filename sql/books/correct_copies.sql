-- books/correct_copies
-- Have the carried values of assets follow the values that a file has added before them.
--
-- needs  books/stage
-- param  user_id    uuid
-- row    corrected  integer?
SELECT correct_copies(
    array_agg(%(user_id)s::uuid),
    array_agg(added.asset_id),
    array_agg(added.month)
) AS corrected
FROM (
    SELECT
        said.asset_id,
        min(said.month) AS month
    FROM staged_books AS staged
    CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (asset_id uuid, month date, carried boolean)
    WHERE staged.table_name = 'values' AND staged.outcome IS NULL AND NOT said.carried
    GROUP BY said.asset_id
) AS added
ORDER BY corrected;
