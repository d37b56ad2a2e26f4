-- report/networth_history
-- Net worth month by month, newest first; a month without values is there, and empty.
-- Without an end it is the newest month with values that is not still to come.
--
-- param  user_id         uuid
-- param  first           date?     the first month; null for as many as `months` says
-- param  last            date?     the last month; null for the last one with values
-- param  months          integer   how many months, where `first` is null
-- param  this_month      date      the current one
-- row    month           date
-- row    assets          numeric?
-- row    debts           numeric?  negative
-- row    net_worth       numeric?
-- row    change          numeric?  of what both months know; null where the month before holds nothing
-- row    change_pct      numeric?  as a fraction of what that was before
-- row    carried         bigint    values copied forward
-- row    missing         bigint    assets without a value
-- row    new             numeric?  first values, which are no change; as `gone` and `missing_change` null without any
-- row    gone            numeric?  last values of what was closed
-- row    missing_change  numeric?  of net worth, by values that one of the two months lacks
WITH latest AS (
    SELECT CASE
        WHEN %(last)s::date IS NULL AND coalesce(%(first)s::date <= %(this_month)s::date, true)
        THEN %(this_month)s::date
        ELSE '2100-12-01'
    END AS month
),
record AS (
    SELECT
        oldest.period AS oldest,
        least(newest.period, %(last)s::date) AS newest
    FROM (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE kept.user_id = %(user_id)s::uuid
        ORDER BY kept.year, kept.month
        LIMIT 1
    ) AS oldest
    CROSS JOIN (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = %(user_id)s::uuid
            AND (kept.year, kept.month)
            <= ((SELECT year_of(latest.month) FROM latest), (SELECT month_of(latest.month) FROM latest))
        ORDER BY kept.year DESC, kept.month DESC
        LIMIT 1
    ) AS newest
),
ends AS (
    SELECT
        greatest(
            record.oldest,
            coalesce(%(first)s::date, record.newest - make_interval(months => %(months)s::integer - 1))
        )::date AS first,
        record.newest AS last
    FROM record
),
spans AS MATERIALIZED (
    SELECT
        asset_spans.asset_id,
        asset_categories.kind,
        daterange(  -- of nothing where it was closed before it was there
            asset_spans.first_month,
            CASE
                WHEN asset_spans.closed_month < asset_spans.first_month THEN asset_spans.first_month
                ELSE asset_spans.closed_month
            END
        ) AS expected
    FROM asset_spans
    JOIN asset_categories ON asset_categories.id = asset_spans.category_id
    WHERE asset_spans.user_id = %(user_id)s::uuid
),
present AS (
    SELECT
        changes.month,
        sum(changes.value) AS net_worth,
        coalesce(sum(changes.value) FILTER (WHERE spans.kind = 'asset'), 0) AS assets,
        coalesce(sum(changes.value) FILTER (WHERE spans.kind = 'liability'), 0) AS debts,
        count(*) FILTER (WHERE changes.carried) AS carried,
        count(changes.value) FILTER (WHERE spans.expected @> changes.month) AS expected,
        CASE WHEN bool_or(changes.has_before) THEN coalesce(sum(changes.change), 0) END AS change,
        sum(changes.base) AS base,
        sum(changes.new) AS new,
        sum(changes.gone) AS gone,
        sum(changes.missing_change) AS missing_change
    FROM ends
    CROSS JOIN LATERAL asset_changes(%(user_id)s::uuid, ends.first, ends.last) AS changes
    JOIN spans ON spans.asset_id = changes.asset_id
    GROUP BY changes.month
)
SELECT
    months.month::date AS month,
    present.assets,
    present.debts,
    present.net_worth,
    present.change,
    growth_of(present.change, present.base) AS change_pct,
    coalesce(present.carried, 0) AS carried,
    (SELECT count(*) FROM spans WHERE spans.expected @> months.month::date)
    - coalesce(present.expected, 0) AS missing,
    present.new,
    present.gone,
    present.missing_change
FROM ends
CROSS JOIN LATERAL generate_series(ends.first, ends.last, interval '1 month') AS months (month)
LEFT JOIN present ON present.month = months.month::date
ORDER BY months.month DESC;
