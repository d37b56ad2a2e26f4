-- report/liquidity_totals
-- All cash of a month beside its target, and how long it would last at the average spending.
-- The average is cash flow's: of the whole months with entries among twelve, up to the newest of them.
--
-- param  user_id           uuid
-- param  month             date
-- param  this_month        date      the current one
-- row    cash              numeric?  null when the month holds none
-- row    share             numeric?  of all assets
-- row    share_within      numeric?  of what the drift is measured in: of all assets, or of those with a target
-- row    target            numeric?  in force in that month
-- row    drift             numeric?  share_within less target
-- row    months_covered    numeric?  cash over average spending, where that is above zero
-- row    average_spending  numeric?  of a month; null without one that is over and has entries
-- row    spending_first    date?     the first month of the average
-- row    spending_last     date?
-- row    spending_months   bigint    how many of them have entries
WITH newest AS (
    SELECT
        entries.year,
        entries.month
    FROM cash_flows AS entries
    WHERE
        entries.user_id = %(user_id)s::uuid
        AND (entries.year, entries.month) <= (year_of(%(month)s::date), month_of(%(month)s::date))
        AND (entries.year, entries.month)
            < (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
    ORDER BY entries.year DESC, entries.month DESC
    LIMIT 1
),
spending AS (
    SELECT
        min(first_of_month(flows.year, flows.month)) AS first_month,
        max(first_of_month(flows.year, flows.month)) AS last_month,
        count(*) AS months,
        coalesce(sum(flows.expense), 0) AS expenses
    FROM month_flows AS flows
    WHERE
        flows.user_id = %(user_id)s::uuid
        AND (flows.year, flows.month)
        > ((SELECT newest.year - 1 FROM newest), (SELECT newest.month FROM newest))
        AND (flows.year, flows.month)
        <= ((SELECT newest.year FROM newest), (SELECT newest.month FROM newest))
),
present AS (
    SELECT
        max(mix.value) AS cash,
        max(mix.share) FILTER (WHERE mix.value IS NOT NULL) AS share,
        max(mix.share_within) FILTER (WHERE mix.value IS NOT NULL) AS share_within,
        max(mix.target) AS target
    FROM category_mix(%(user_id)s::uuid, %(month)s::date) AS mix
    JOIN asset_categories
        ON asset_categories.id = mix.category_id
        AND asset_categories.code = 'CASH'
)
SELECT
    present.cash,
    present.share,
    present.share_within,
    present.target,
    present.share_within - present.target AS drift,
    round(present.cash / nullif(greatest(averages.spending, 0), 0), 1) AS months_covered,
    averages.spending AS average_spending,
    spending.first_month AS spending_first,
    spending.last_month AS spending_last,
    spending.months AS spending_months
FROM present
CROSS JOIN spending
CROSS JOIN LATERAL (SELECT average_of(spending.expenses, spending.months) AS spending) AS averages
ORDER BY present.cash;
