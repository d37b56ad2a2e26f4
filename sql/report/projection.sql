-- report/projection
-- Where net worth stands at the end of the last whole month, and the rates at which it has moved.
-- Change and growth are between that month and the earliest with values in the year before it, like with like; savings
-- are cash flow's average: of the whole months with entries among twelve, up to the newest of them.
--
-- param  user_id          uuid
-- param  this_month       date      the current one, of values
-- param  entries_month    date      the current one, of entries
-- row    start            date      the newest month that is over and has values
-- row    net_worth        numeric
-- row    average_change   numeric?  in a month; null where no earlier month has values
-- row    growth_monthly   numeric?  as a fraction; null unless both are above zero
-- row    growth_annual    numeric?
-- row    change_first     date?     change and growth are from this month
-- row    change_last      date?     to this one
-- row    change_months    bigint    how far apart they are
-- row    average_savings  numeric?  in a month; null without one that is over and has entries
-- row    savings_first    date?     the first month of the average
-- row    savings_last     date?
-- row    savings_months   bigint    how many of them have entries
WITH newest AS (
    SELECT
        kept.year,
        kept.month,
        kept.period,
        kept.net_worth
    FROM networth_materialized AS kept
    WHERE
        kept.user_id = %(user_id)s::uuid
        AND (kept.year, kept.month)
            < (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
    ORDER BY kept.year DESC, kept.month DESC
    LIMIT 1
),
begun AS (
    SELECT
        kept.period,
        12 * (newest.year - kept.year) + newest.month - kept.month AS months
    FROM networth_materialized AS kept
    CROSS JOIN newest
    WHERE
        kept.user_id = %(user_id)s::uuid
        AND (kept.year, kept.month)
        >= ((SELECT newest.year - 1 FROM newest), (SELECT newest.month FROM newest))
        AND (kept.year, kept.month)
        < ((SELECT newest.year FROM newest), (SELECT newest.month FROM newest))
    ORDER BY kept.year, kept.month
    LIMIT 1
),
path AS (
    SELECT
        begun.period,
        begun.months,
        known.change,
        CASE
            WHEN known.base > 0 AND known.base + known.change > 0
                THEN (known.base + known.change) * 1.000000000000000000000000 / known.base
        END AS growth
    FROM begun
    CROSS JOIN newest
    CROSS JOIN LATERAL change_between(%(user_id)s::uuid, begun.period, newest.period) AS known
),
flowing AS (
    SELECT
        entries.year,
        entries.month
    FROM cash_flows AS entries
    WHERE
        entries.user_id = %(user_id)s::uuid
        AND (entries.year, entries.month)
            < (year_of(%(entries_month)s::date), month_of(%(entries_month)s::date))
    ORDER BY entries.year DESC, entries.month DESC
    LIMIT 1
),
savings AS (
    SELECT
        min(first_of_month(flows.year, flows.month)) AS first_month,
        max(first_of_month(flows.year, flows.month)) AS last_month,
        count(*) AS months,
        coalesce(sum(flows.income), 0) - coalesce(sum(flows.expense), 0) AS saved
    FROM month_flows AS flows
    WHERE
        flows.user_id = %(user_id)s::uuid
        AND (flows.year, flows.month)
        > ((SELECT flowing.year - 1 FROM flowing), (SELECT flowing.month FROM flowing))
        AND (flows.year, flows.month)
        <= ((SELECT flowing.year FROM flowing), (SELECT flowing.month FROM flowing))
)
SELECT
    newest.period AS start,
    newest.net_worth,
    average_of(path.change, path.months) AS average_change,
    round(power(path.growth, 1.000000000000000000000000 / path.months) - 1, 12) AS growth_monthly,
    round(power(path.growth, 12.000000000000000000000000 / path.months) - 1, 12) AS growth_annual,
    path.period AS change_first,
    CASE WHEN path.months > 0 THEN newest.period END AS change_last,
    coalesce(path.months, 0)::bigint AS change_months,
    average_of(savings.saved, savings.months) AS average_savings,
    savings.first_month AS savings_first,
    savings.last_month AS savings_last,
    savings.months AS savings_months
FROM newest
LEFT JOIN path ON true
CROSS JOIN savings
ORDER BY newest.period;
