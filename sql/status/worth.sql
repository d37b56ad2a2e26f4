-- status/worth
-- Net worth in a month and in the eleven before it, of those with values, oldest first.
--
-- param  user_id    uuid
-- param  month      date
-- row    month      date
-- row    net_worth  numeric
SELECT
    kept.period AS month,
    kept.net_worth
FROM networth_materialized AS kept
WHERE
    kept.user_id = %(user_id)s::uuid
    AND (kept.year, kept.month) > (year_of(%(month)s::date) - 1, month_of(%(month)s::date))
    AND (kept.year, kept.month) <= (year_of(%(month)s::date), month_of(%(month)s::date))
ORDER BY kept.year, kept.month;
