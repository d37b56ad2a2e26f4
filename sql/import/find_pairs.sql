-- import/find_pairs
-- Name rows of a file that wait and may be the one side of a transfer.
-- Another source has a row that is undecided or a transfer without another side, of the opposite amount and the same
-- currency, within five days.
--
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
UPDATE judged_rows
SET
    state = 'transfer',
    because = pairs.source_name || ' has the opposite on ' || pairs.day::text
FROM (
    SELECT DISTINCT ON (judged.position)
        judged.position,
        other.day,
        others.source_name
    FROM judged_rows AS judged
    JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = judged.source_id
    JOIN sources AS others
        ON others.user_id = %(user_id)s::uuid
        AND others.currency = sources.currency
        AND others.id <> sources.id
    JOIN import_rows AS other
        ON other.user_id = %(user_id)s::uuid
        AND other.source_id = others.id
        AND other.day BETWEEN judged.day - 5 AND judged.day + 5
        AND other.amount = -judged.amount
        AND other.decision IN ('waits', 'transfer')
        AND other.pair_id IS NULL
    WHERE
        judged.file = %(file)s::integer
        AND judged.decision = 'waits'
        AND judged.state = 'new'
    ORDER BY judged.position, abs(other.day - judged.day), other.id
) AS pairs
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = pairs.position;
