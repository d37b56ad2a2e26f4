-- report/networth
-- Net worth in a month by category, beside the month before.
--
-- param  user_id         uuid
-- param  month           date
-- row    category        text      the code
-- row    name            text
-- row    kind            text      asset or liability
-- row    value           numeric?  negative for a debt; null when the month holds none
-- row    share           numeric?  of all assets, as a fraction; null for a debt, and where those are nothing or less
-- row    change          numeric?  of what both months know; null where they know nothing
-- row    change_pct      numeric?  as a fraction of what that was before; null where there was none
-- row    new             numeric?  first values, which are no change; as `gone` and `missing_change` null without any
-- row    gone            numeric?  last values of what was closed
-- row    missing_change  numeric?  of net worth, by values that one of the two months lacks
WITH worth AS (
    SELECT
        changes.category_id,
        sum(changes.value) AS value,
        sum(changes.change) AS change,
        sum(changes.base) AS base,
        sum(changes.new) AS new,
        sum(changes.gone) AS gone,
        sum(changes.missing_change) AS missing_change
    FROM asset_changes(%(user_id)s::uuid, %(month)s::date, %(month)s::date) AS changes
    GROUP BY changes.category_id
)
SELECT
    asset_categories.code AS category,
    asset_categories.name,
    asset_categories.kind,
    worth.value,
    mix.share,
    worth.change,
    growth_of(worth.change, worth.base) AS change_pct,
    worth.new,
    worth.gone,
    worth.missing_change
FROM worth
JOIN asset_categories ON asset_categories.id = worth.category_id
LEFT JOIN category_mix(%(user_id)s::uuid, %(month)s::date) AS mix
    ON mix.category_id = worth.category_id
    AND worth.value IS NOT NULL
ORDER BY
    asset_categories.kind,
    abs(worth.value) DESC NULLS LAST,
    asset_categories.code;
