-- inbox/pair
-- Join transfers that were just decided on to their other sides, where these are transfers, too.
-- They are opposite amounts of one currency in two sources within five days, each the nearest of the other.
--
-- param  user_id  uuid
-- param  ids      uuid[]
-- row    id       text
WITH fits AS MATERIALIZED (
    SELECT
        one.id,
        other.id AS other_id,
        row_number() OVER (PARTITION BY one.id ORDER BY abs(other.day - one.day), other.id) AS nearest_other,
        row_number() OVER (PARTITION BY other.id ORDER BY abs(other.day - one.day), one.id) AS nearest_one
    FROM import_rows AS one
    JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = one.source_id
    JOIN sources AS others
        ON others.user_id = %(user_id)s::uuid
        AND others.currency = sources.currency
        AND others.id <> sources.id
    JOIN import_rows AS other
        ON other.user_id = %(user_id)s::uuid
        AND other.source_id = others.id
        AND other.day BETWEEN one.day - 5 AND one.day + 5
        AND other.amount = -one.amount
        AND other.decision = 'transfer'
        AND other.pair_id IS NULL
    WHERE
        one.user_id = %(user_id)s::uuid
        AND one.id = ANY(%(ids)s::uuid[])
        AND one.decision = 'transfer'
        AND one.pair_id IS NULL
)
UPDATE import_rows
SET pair_id = CASE import_rows.id WHEN fits.id THEN fits.other_id ELSE fits.id END
FROM fits
WHERE
    fits.nearest_other = 1
    AND fits.nearest_one = 1
    AND import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id IN (fits.id, fits.other_id)
RETURNING import_rows.id::text AS id;
