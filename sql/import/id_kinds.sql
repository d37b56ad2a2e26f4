-- import/id_kinds
-- Whether the ids in each section of a file tell its rows apart, or only count them from 0 or 1.
-- What counts starts anew in the next file, and says nothing there.
--
-- needs  import/stage_bank_rows
-- row    section      integer
-- row    rows         bigint
-- row    has_ids      boolean  whether any row has one
-- row    only_counts  boolean
SELECT
    staged.section,
    count(*) AS rows,
    count(staged.bank_id) > 0 AS has_ids,
    count(staged.bank_id) > 0
    AND bool_and(coalesce(staged.bank_id ~ '^[0-9]{1,9}$', true))
    AND count(DISTINCT staged.bank_id) = count(staged.bank_id)
    AND coalesce(min(numbers.id), 0) <= 1
    AND coalesce(max(numbers.id) - min(numbers.id), 0) = count(staged.bank_id) - 1 AS only_counts
FROM staged_bank_rows AS staged
CROSS JOIN LATERAL (
    SELECT CASE WHEN staged.bank_id ~ '^[0-9]{1,9}$' THEN staged.bank_id::integer END AS id
) AS numbers
GROUP BY staged.section
ORDER BY staged.section;
