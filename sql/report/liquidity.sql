-- report/liquidity
-- The cash accounts of a month, what each should be, and how long it would last.
-- Accounts with a target share what the category's leaves when those without one keep what they hold.
--
-- param  user_id           uuid
-- param  month             date
-- param  average_spending  numeric?  of a month; null where none is on record
-- row    asset             text
-- row    carried           boolean   whether the value was copied forward
-- row    value             numeric?  negative when overdrawn; null when the month holds none
-- row    share             numeric?  of all assets, as a fraction
-- row    share_within      numeric?  of what the drift is measured in: of all assets, or of those with a target
-- row    target            numeric?  of the same; the only account has all of the category's
-- row    drift             numeric?  share_within less target
-- row    months_covered    numeric?  value over average spending, where that is above zero
SELECT
    assets.asset_name AS asset,
    accounts.carried,
    accounts.value,
    accounts.share,
    accounts.share_within,
    accounts.target,
    accounts.share_within - accounts.target AS drift,
    CASE
        WHEN %(average_spending)s::numeric > 0
            THEN round(accounts.value / %(average_spending)s::numeric, 1)
    END AS months_covered
FROM asset_mix(%(user_id)s::uuid, %(month)s::date) AS accounts
JOIN asset_categories
    ON asset_categories.id = accounts.category_id
    AND asset_categories.code = 'CASH'
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = accounts.asset_id
ORDER BY accounts.value DESC NULLS LAST, lower(assets.asset_name), assets.id;
