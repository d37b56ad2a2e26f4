-- report/last_month
-- The newest month that holds a value.
--
-- param  user_id  uuid
-- row    month    date
SELECT networth_materialized.period AS month
FROM networth_materialized
WHERE networth_materialized.user_id = %(user_id)s::uuid
ORDER BY networth_materialized.year DESC, networth_materialized.month DESC
LIMIT 1;
