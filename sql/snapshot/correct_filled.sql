-- snapshot/correct_filled
-- Have the carried values behind a month follow those that were just written for it.
--
-- param  user_id    uuid
-- param  ids        uuid[]   of the assets
-- param  month      date
-- row    corrected  integer?
SELECT correct_copies(
    array_agg(%(user_id)s::uuid),
    array_agg(filled.asset_id),
    array_agg(%(month)s::date)
) AS corrected
FROM unnest(%(ids)s::uuid[]) AS filled (asset_id)
ORDER BY corrected;
