-- report/cashproof_moves
-- What moved each asset and debt from month to month, or from one of its values to the next over all of the months.
-- What was put in, what a rate did and what is missing is as report/explain has it.
--
-- param  user_id   uuid
-- param  before    date     the month whose end is the start
-- param  last      date
-- param  by_month  boolean  each month by itself; else all together
-- row    moves     text     for report/cashproof: a list in JSON
WITH pairs AS (
    SELECT
        CASE
            WHEN %(by_month)s::boolean THEN (series.month - interval '1 month')::date
            ELSE %(before)s::date
        END AS start,
        series.month::date AS last
    FROM generate_series(%(before)s::date + interval '1 month', %(last)s::date, interval '1 month') AS series (month)
    WHERE %(by_month)s::boolean OR series.month::date = %(last)s::date
),
inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        exact_amount(asset_inputs.quantity, asset_inputs.price, asset_inputs.native_amount) AS native_amount,
        asset_inputs.currency,
        asset_inputs.rate,
        asset_inputs.contribution
    FROM assets
    JOIN asset_inputs ON asset_inputs.user_id = %(user_id)s::uuid AND asset_inputs.asset_id = assets.id
    WHERE
        assets.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(before)s::date), month_of(%(before)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
steps AS (
    SELECT
        pairs.start,
        pairs.last,
        spans.asset_id,
        CASE WHEN asset_categories.code = 'CASH' THEN 'cash' ELSE asset_categories.kind END AS kind,
        spans.first_month,
        coalesce(spans.closed_month, 'infinity') AS closed_month,
        lag(series.month::date) OVER earlier AS before,
        series.month::date AS period,
        lag(inputs.total) OVER earlier AS old_total,
        inputs.total,
        CASE
            WHEN lag(inputs.currency) OVER earlier = inputs.currency
            THEN round(lag(inputs.native_amount) OVER earlier * (inputs.rate - lag(inputs.rate) OVER earlier), 4)
            ELSE 0
        END AS currency,
        inputs.contribution
    FROM pairs
    JOIN asset_spans AS spans ON spans.user_id = %(user_id)s::uuid AND spans.first_month <= pairs.last
    JOIN asset_categories ON asset_categories.id = spans.category_id
    CROSS JOIN LATERAL generate_series(pairs.start, pairs.last, interval '1 month') AS series (month)
    LEFT JOIN inputs ON inputs.asset_id = spans.asset_id AND inputs.period = series.month::date
    WHERE inputs.asset_id IS NOT NULL OR series.month::date IN (pairs.start, pairs.last)
    WINDOW earlier AS (PARTITION BY pairs.last, spans.asset_id ORDER BY series.month)
),
known AS (
    SELECT
        steps.asset_id,
        steps.period,
        sum(put.amount) AS put_in
    FROM steps
    JOIN month_contributions(%(user_id)s::uuid, %(before)s::date, %(last)s::date) AS put
        ON put.asset_id = steps.asset_id
        AND put.period > steps.before
        AND put.period <= steps.period
        AND (steps.old_total IS NOT NULL OR put.period = steps.period)
    WHERE steps.total IS NOT NULL
    GROUP BY steps.asset_id, steps.period
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
    'month', steps.last,
    'kind', steps.kind,
    'opening', CASE WHEN steps.before = steps.start THEN steps.old_total END,
    'closing', CASE WHEN steps.period = steps.last THEN steps.total END,
    'put_in', money.put_in,
    'currency', steps.currency,
    'value', moved.change - steps.currency - money.put_in,
    'is_apart', steps.total IS NULL OR (steps.old_total IS NULL AND steps.contribution IS NULL),
    'lacks_start', moved.lacks_start,
    'lacks_end', moved.lacks_end
)), '[]')::text AS moves
FROM steps
LEFT JOIN known ON known.asset_id = steps.asset_id AND known.period = steps.period
CROSS JOIN LATERAL (
    SELECT
        coalesce(steps.total, 0) - coalesce(steps.old_total, 0) AS change,
        steps.old_total IS NULL AND steps.before >= steps.first_month AND steps.before < steps.closed_month
            AS lacks_start,
        steps.total IS NULL AND steps.period < steps.closed_month AS lacks_end
) AS moved
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN moved.lacks_start OR moved.lacks_end THEN NULL
        WHEN steps.contribution IS NULL AND (steps.total IS NULL OR steps.old_total IS NULL) THEN moved.change
        WHEN steps.kind <> 'asset' THEN coalesce(known.put_in, moved.change - steps.currency)
        ELSE coalesce(known.put_in, 0)
    END AS put_in
) AS money
WHERE steps.before IS NOT NULL AND (steps.kind <> 'asset' OR money.put_in <> 0)
ORDER BY moves;
