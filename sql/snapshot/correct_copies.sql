-- snapshot/correct_copies
-- Have the carried values of an asset behind a month follow the value that was written down for it.
--
-- param  user_id    uuid
-- param  id         uuid     of the asset
-- param  month      date
-- row    corrected  integer?
SELECT correct_copies(
    array_agg(%(user_id)s::uuid),
    array_agg(%(id)s::uuid),
    array_agg(%(month)s::date)
) AS corrected;
