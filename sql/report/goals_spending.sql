-- report/goals_spending
-- What is spent in a month on average, as goals that follow it reckon.
--
-- param  user_id     uuid
-- param  month       date
-- param  this_month  date      the current one
-- row    average     numeric?  null without a month that is over and has entries
-- row    first       date?     the first month of the average
-- row    last        date?
-- row    months      bigint    how many of them have entries
SELECT
    spent.average,
    spent.first_month AS first,
    spent.last_month AS last,
    spent.months
FROM usual_spending(%(user_id)s::uuid, %(month)s::date, %(this_month)s::date) AS spent
ORDER BY spent.first_month;
