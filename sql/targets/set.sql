-- targets/set
-- Write shares of categories into the set of targets that begins in a month, each column as one list.
--
-- param  user_id       uuid
-- param  month         date
-- param  category_ids  uuid[]
-- param  shares        numeric[]
INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)
SELECT
    %(user_id)s::uuid,
    given.category_id,
    given.target_pct,
    year_of(%(month)s::date),
    month_of(%(month)s::date)
FROM unnest(%(category_ids)s::uuid[], %(shares)s::numeric[]) AS given (category_id, target_pct)
ORDER BY given.category_id
ON CONFLICT (user_id, category_id, year, month) DO UPDATE SET
    target_pct = excluded.target_pct;
