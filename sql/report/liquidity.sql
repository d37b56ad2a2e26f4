-- report/liquidity
-- The cash accounts of a month, what each should be of all assets, and how long it would last.
-- Accounts with a target share what the category's leaves when those without one keep what they hold.
--
-- param  user_id           uuid
-- param  month             date
-- param  average_spending  numeric?  of a month; null where none is on record
-- row    asset             text
-- row    carried           boolean   whether the value was copied forward
-- row    value             numeric?  negative when overdrawn; null when the month holds none
-- row    share             numeric?  of all assets, as a fraction
-- row    target            numeric?  of all assets; the only account has all of the category's
-- row    drift             numeric?  share less target
-- row    months_covered    numeric?  value over average spending, where that is above zero
WITH held AS (
    SELECT
        assets.id,
        assets.asset_name,
        asset_categories.code,
        asset_inputs.total AS value,
        coalesce(asset_inputs.carried, false) AS carried,
        targets.target_pct AS part,
        meant.target_pct AS of_category
    FROM assets
    JOIN asset_categories ON asset_categories.id = assets.category_id
    JOIN asset_spans ON asset_spans.user_id = assets.user_id AND asset_spans.asset_id = assets.id
    LEFT JOIN asset_inputs
        ON asset_inputs.user_id = assets.user_id
        AND asset_inputs.asset_id = assets.id
        AND asset_inputs.year = extract(YEAR FROM %(month)s::date)::integer
        AND asset_inputs.month = extract(MONTH FROM %(month)s::date)::integer
    LEFT JOIN target_spans AS in_force
        ON in_force.user_id = assets.user_id
        AND in_force.first_month <= %(month)s::date
        AND (in_force.next_month IS NULL OR in_force.next_month > %(month)s::date)
    LEFT JOIN category_allocation_targets AS meant
        ON meant.user_id = assets.user_id
        AND meant.category_id = assets.category_id
        AND (meant.year, meant.month) = (in_force.year, in_force.month)
    LEFT JOIN asset_targets AS targets
        ON targets.user_id = assets.user_id
        AND targets.asset_id = assets.id
        AND (targets.year, targets.month) = (in_force.year, in_force.month)
    WHERE
        assets.user_id = %(user_id)s::uuid
        AND asset_categories.kind = 'asset'
        AND (
            asset_inputs.id IS NOT NULL
            OR asset_spans.first_month <= %(month)s::date
            AND (asset_spans.closed_month IS NULL OR asset_spans.closed_month > %(month)s::date)
        )
),
whole AS (
    SELECT
        sum(held.value) AS assets,
        coalesce(sum(held.value) FILTER (WHERE held.code = 'CASH' AND held.part IS NULL), 0) AS kept,
        count(*) FILTER (WHERE held.code = 'CASH') AS accounts
    FROM held
),
accounts AS (
    SELECT
        held.id,
        held.asset_name,
        held.carried,
        held.value,
        share_of(held.value, whole.assets) AS share,
        CASE
            WHEN whole.accounts = 1 THEN held.of_category
            WHEN held.of_category IS NOT NULL
                THEN share_of(
                    held.part * greatest(held.of_category * whole.assets - whole.kept, 0),
                    whole.assets
                )
        END AS target
    FROM held
    CROSS JOIN whole
    WHERE held.code = 'CASH'
)
SELECT
    accounts.asset_name AS asset,
    accounts.carried,
    accounts.value,
    accounts.share,
    accounts.target,
    accounts.share - accounts.target AS drift,
    CASE
        WHEN %(average_spending)s::numeric > 0
            THEN round(accounts.value / %(average_spending)s::numeric, 1)
    END AS months_covered
FROM accounts
ORDER BY accounts.value DESC NULLS LAST, lower(accounts.asset_name), accounts.id;
