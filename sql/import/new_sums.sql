-- import/new_sums
-- What the new rows of a file sum to, for each source.
--
-- needs  import/stage_judged_rows
-- param  file       integer
-- row    source_id  text
-- row    rows       bigint
-- row    sum        numeric
SELECT
    judged.source_id::text AS source_id,
    count(*) AS rows,
    sum(judged.amount) AS sum
FROM judged_rows AS judged
WHERE judged.file = %(file)s::integer AND judged.decision IS NOT NULL AND NOT judged.is_back
GROUP BY judged.source_id
ORDER BY judged.source_id;
