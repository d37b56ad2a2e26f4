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
WITH record AS (
    SELECT
        min(kept.period) AS oldest,
        least(
            max(kept.period) FILTER (
                WHERE
                    kept.period <= %(this_month)s::date
                    OR %(last)s::date IS NOT NULL
                    OR %(first)s::date > %(this_month)s::date
            ),
            %(last)s::date
        ) AS newest
    FROM networth_materialized AS kept
    WHERE kept.user_id = %(user_id)s::uuid
),
bounds AS (
    SELECT
        greatest(
            record.oldest,
            coalesce(
                %(first)s::date,
                record.newest - make_interval(months => %(months)s::integer - 1)
            )
        ) AS first_month,
        record.newest AS last_month
    FROM record
),
months AS (
    SELECT series.day::date AS month
    FROM bounds
    CROSS JOIN LATERAL generate_series(
        bounds.first_month, bounds.last_month, interval '1 month'
    ) AS series (day)
),
spans AS MATERIALIZED (  -- once, and not for each month
    SELECT
        asset_spans.asset_id,
        asset_spans.first_month,
        asset_spans.closed_month
    FROM asset_spans
    WHERE asset_spans.user_id = %(user_id)s::uuid
)
SELECT
    months.month,
    present.assets,
    present.debts,
    kept.net_worth,
    kept.net_worth - before.net_worth AS change,
    round((kept.net_worth - before.net_worth) / abs(nullif(before.net_worth, 0)), 6) AS change_pct,
    present.carried,
    absent.missing
FROM months
LEFT JOIN networth_materialized AS kept
    ON kept.user_id = %(user_id)s::uuid
    AND kept.period = months.month
LEFT JOIN networth_materialized AS before
    ON before.user_id = %(user_id)s::uuid
    AND before.period = months.month - interval '1 month'
CROSS JOIN LATERAL (
    SELECT
        sum(CASE asset_categories.kind WHEN 'asset' THEN inputs.total ELSE 0 END) AS assets,
        sum(CASE asset_categories.kind WHEN 'liability' THEN inputs.total ELSE 0 END) AS debts,
        count(*) FILTER (WHERE inputs.carried) AS carried
    FROM asset_inputs AS inputs
    JOIN assets ON assets.user_id = inputs.user_id AND assets.id = inputs.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE
        inputs.user_id = %(user_id)s::uuid
        AND inputs.year = extract(YEAR FROM months.month)::integer
        AND inputs.month = extract(MONTH FROM months.month)::integer
) AS present
CROSS JOIN LATERAL (
    SELECT count(*) AS missing
    FROM spans
    LEFT JOIN asset_inputs AS inputs
        ON inputs.user_id = %(user_id)s::uuid
        AND inputs.asset_id = spans.asset_id
        AND inputs.year = extract(YEAR FROM months.month)::integer
        AND inputs.month = extract(MONTH FROM months.month)::integer
    WHERE
        spans.first_month <= months.month
        AND (spans.closed_month IS NULL OR spans.closed_month > months.month)
        AND inputs.id IS NULL
) AS absent
ORDER BY months.month DESC;
