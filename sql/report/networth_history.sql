-- report/networth_history
-- Net worth month by month, newest first; a month without values is there, and empty.
-- Without an end it is the newest month with values that is not still to come.
--
-- param  user_id     uuid
-- param  first       date?     the first month; null for as many as `months` says
-- param  last        date?     the last month; null for the last one with values
-- param  months      integer   how many months, where `first` is null
-- param  this_month  date      the current one
-- row    month       date
-- row    assets      numeric?
-- row    debts       numeric?  negative
-- row    net_worth   numeric?
-- row    change      numeric?  null where the month before holds nothing
-- row    change_pct  numeric?  as a fraction of the month before
-- row    carried     bigint    values copied forward
-- row    missing     bigint    assets without a value
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
inputs AS MATERIALIZED (  -- of these months and the one before them, in one pass
    SELECT
        asset_inputs.asset_id,
        first_of_month(asset_inputs.year, asset_inputs.month) AS month,
        asset_inputs.total,
        asset_inputs.carried
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
        >= ((SELECT year_of(ends.first - 1) FROM ends), (SELECT month_of(ends.first - 1) FROM ends))
        AND (asset_inputs.year, asset_inputs.month)
        <= ((SELECT year_of(ends.last) FROM ends), (SELECT month_of(ends.last) FROM ends))
),
present AS MATERIALIZED (
    SELECT
        inputs.month,
        sum(inputs.total) AS net_worth,
        sum(CASE spans.kind WHEN 'asset' THEN inputs.total ELSE 0 END) AS assets,
        sum(CASE spans.kind WHEN 'liability' THEN inputs.total ELSE 0 END) AS debts,
        count(*) FILTER (WHERE inputs.carried) AS carried,
        count(*) FILTER (WHERE spans.expected @> inputs.month) AS expected
    FROM inputs
    JOIN spans ON spans.asset_id = inputs.asset_id
    GROUP BY inputs.month
)
SELECT
    months.month::date AS month,
    present.assets,
    present.debts,
    present.net_worth,
    present.net_worth - before.net_worth AS change,
    growth_of(present.net_worth - before.net_worth, before.net_worth) AS change_pct,
    coalesce(present.carried, 0) AS carried,
    (SELECT count(*) FROM spans WHERE spans.expected @> months.month::date)
    - coalesce(present.expected, 0) AS missing
FROM ends
CROSS JOIN LATERAL generate_series(ends.first, ends.last, interval '1 month') AS months (month)
LEFT JOIN present ON present.month = months.month::date
LEFT JOIN present AS before ON before.month = (months.month - interval '1 month')::date
ORDER BY months.month DESC;
