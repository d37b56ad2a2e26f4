-- report/liquidity_totals
-- All cash of a month beside its target, and how long it would last at the average spending.
-- The average is cash flow's: of the whole months with entries among twelve, up to the newest of them.
--
-- param  user_id           uuid
-- param  month             date
-- param  this_month        date      the current one
-- row    cash              numeric?  null when the month holds none
-- row    share             numeric?  of all assets
-- row    target            numeric?  in force in that month
-- row    drift             numeric?  share less target
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
        AND (entries.year, entries.month) <= (
            extract(YEAR FROM %(month)s::date)::integer,
            extract(MONTH FROM %(month)s::date)::integer
        )
        AND (entries.year, entries.month) < (
            extract(YEAR FROM %(this_month)s::date)::integer,
            extract(MONTH FROM %(this_month)s::date)::integer
        )
    ORDER BY entries.year DESC, entries.month DESC
    LIMIT 1
),
spending AS (
    SELECT
        min(first_of_month(entries.year, entries.month)) AS first_month,
        max(first_of_month(entries.year, entries.month)) AS last_month,
        count(DISTINCT (entries.year, entries.month)) AS months,
        coalesce(sum(entries.expense), 0) AS expenses
    FROM newest
    JOIN cash_flows AS entries
        ON entries.user_id = %(user_id)s::uuid
        AND (entries.year, entries.month) > (newest.year - 1, newest.month)
        AND (entries.year, entries.month) <= (newest.year, newest.month)
),
present AS (
    SELECT
        sum(asset_inputs.total) AS assets,
        sum(asset_inputs.total) FILTER (WHERE asset_categories.code = 'CASH') AS cash
    FROM asset_inputs
    JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = extract(YEAR FROM %(month)s::date)::integer
        AND asset_inputs.month = extract(MONTH FROM %(month)s::date)::integer
        AND asset_categories.kind = 'asset'
),
meant AS (
    SELECT targets.target_pct AS target
    FROM target_spans AS in_force
    JOIN category_allocation_targets AS targets
        ON targets.user_id = in_force.user_id
        AND (targets.year, targets.month) = (in_force.year, in_force.month)
    JOIN asset_categories
        ON asset_categories.id = targets.category_id
        AND asset_categories.code = 'CASH'
    WHERE
        in_force.user_id = %(user_id)s::uuid
        AND in_force.first_month <= %(month)s::date
        AND (in_force.next_month IS NULL OR in_force.next_month > %(month)s::date)
)
SELECT
    present.cash,
    share_of(present.cash, present.assets) AS share,
    meant.target,
    share_of(present.cash, present.assets) - meant.target AS drift,
    round(present.cash / nullif(greatest(averages.spending, 0), 0), 1) AS months_covered,
    averages.spending AS average_spending,
    spending.first_month AS spending_first,
    spending.last_month AS spending_last,
    spending.months AS spending_months
FROM present
CROSS JOIN spending
CROSS JOIN LATERAL (SELECT average_of(spending.expenses, spending.months) AS spending) AS averages
LEFT JOIN meant ON true
ORDER BY present.cash;
