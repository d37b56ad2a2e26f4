-- report/last_month
-- The newest month that holds a value, but none that is still to come.
--
-- param  user_id     uuid
-- param  this_month  date  the current one
-- row    month       date
SELECT networth_materialized.period AS month
FROM networth_materialized
WHERE
    networth_materialized.user_id = %(user_id)s::uuid
    AND (networth_materialized.year, networth_materialized.month)
        <= (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
ORDER BY networth_materialized.year DESC, networth_materialized.month DESC
LIMIT 1;
