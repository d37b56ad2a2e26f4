-- report/liquidity_totals
-- All cash of a month beside its target, and how long it would last at the average spending.
-- The average is cash flow's: of the whole months with entries among twelve, up to the newest of them.
--
-- param  user_id           uuid
-- param  month             date
-- param  this_month        date      the current one, of entries
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
WITH present AS (
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
    round(present.cash / nullif(greatest(spending.average, 0), 0), 1) AS months_covered,
    spending.average AS average_spending,
    spending.first_month AS spending_first,
    spending.last_month AS spending_last,
    spending.months AS spending_months
FROM present
CROSS JOIN usual_spending(%(user_id)s::uuid, %(month)s::date, %(this_month)s::date) AS spending
ORDER BY present.cash;
