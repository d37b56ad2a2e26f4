-- report/networth_history
-- Net worth month by month, newest first; a month without values is there, and empty.
--
-- param  user_id     uuid
-- param  first       date?     the first month; null for as many as `months` says
-- param  last        date?     the last month; null for the last one with values
-- param  months      integer   how many months, where `first` is null
-- row    month       date
-- row    assets      numeric?
-- row    debts       numeric?  negative
-- row    net_worth   numeric?
-- row    change      numeric?  null where the month before holds nothing
-- row    change_pct  numeric?  as a fraction of the month before
-- row    carried     bigint    values copied forward
-- row    missing     bigint    assets without a value
WITH recorded AS (
    SELECT
        min(networth_materialized.period) AS first_month,
        least(max(networth_materialized.period), %(last)s::date) AS last_month
    FROM networth_materialized
    WHERE networth_materialized.user_id = %(user_id)s::uuid
),
bounds AS (
    SELECT
        greatest(
            recorded.first_month,
            coalesce(
                %(first)s::date,
                (recorded.last_month - make_interval(months => %(months)s::integer - 1))::date
            )
        ) AS first_month,
        recorded.last_month
    FROM recorded
),
months AS (
    SELECT
        series.day::date AS month,
        extract(YEAR FROM series.day)::integer AS year_number,
        extract(MONTH FROM series.day)::integer AS month_number
    FROM bounds
    CROSS JOIN LATERAL generate_series(
        bounds.first_month - interval '1 month', bounds.last_month, interval '1 month'
    ) AS series (day)
),
present AS (
    SELECT
        asset_inputs.year,
        asset_inputs.month,
        coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'asset'), 0) AS assets,
        coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'liability'), 0) AS debts,
        count(*) FILTER (WHERE asset_inputs.carried) AS carried
    FROM months
    JOIN asset_inputs
        ON asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = months.year_number
        AND asset_inputs.month = months.month_number
    JOIN assets
        ON assets.user_id = asset_inputs.user_id
        AND assets.id = asset_inputs.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    GROUP BY asset_inputs.year, asset_inputs.month
),
absent AS (
    SELECT
        months.month,
        count(*) AS missing
    FROM months
    JOIN asset_spans
        ON asset_spans.user_id = %(user_id)s::uuid
        AND asset_spans.first_month <= months.month
        AND (asset_spans.closed_month IS NULL OR asset_spans.closed_month > months.month)
    LEFT JOIN asset_inputs
        ON asset_inputs.user_id = asset_spans.user_id
        AND asset_inputs.asset_id = asset_spans.asset_id
        AND asset_inputs.year = months.year_number
        AND asset_inputs.month = months.month_number
    WHERE asset_inputs.id IS NULL
    GROUP BY months.month
),
told AS (
    SELECT
        months.month,
        present.assets,
        present.debts,
        networth_materialized.net_worth,
        lag(networth_materialized.net_worth) OVER (ORDER BY months.month) AS before,
        coalesce(present.carried, 0) AS carried,
        coalesce(absent.missing, 0) AS missing
    FROM months
    LEFT JOIN networth_materialized
        ON networth_materialized.user_id = %(user_id)s::uuid
        AND networth_materialized.year = months.year_number
        AND networth_materialized.month = months.month_number
    LEFT JOIN present
        ON present.year = months.year_number
        AND present.month = months.month_number
    LEFT JOIN absent ON absent.month = months.month
)
SELECT
    told.month,
    told.assets,
    told.debts,
    told.net_worth,
    told.net_worth - told.before AS change,
    round((told.net_worth - told.before) / abs(nullif(told.before, 0)), 6) AS change_pct,
    told.carried,
    told.missing
FROM told
JOIN bounds ON told.month >= bounds.first_month
ORDER BY told.month DESC;
