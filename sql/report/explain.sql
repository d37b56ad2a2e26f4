-- report/explain
-- What moved each asset and debt from one of its values to the next, and all of them together.
-- What was put in is as month_contributions has it; of months without a value, with the next one. Where nothing is,
-- cash and debts move by money alone, and anything else by none. What only one of two months knows stands apart, as
-- in asset_changes: first values of what is new, the last ones of what was closed. `unclear`, of no amount, is one of
-- whose two values only one has a quantity, so that nothing is derived.
--
-- param  user_id  uuid
-- param  before   date      the month whose end is compared with
-- param  last     date      the month at whose end the change is complete
-- row    part     text      put_in, of it derived and debt_paid; value, currency; apart from these new, gone, missing
-- row    asset    text?     null for all of them together
-- row    amount   numeric
WITH spans AS (
    SELECT
        assets.id,
        assets.asset_name,
        asset_categories.kind = 'liability' AS is_debt,
        asset_categories.kind = 'liability' OR asset_categories.code = 'CASH' AS is_money,
        asset_spans.first_month,
        coalesce(asset_spans.closed_month, 'infinity') AS closed_month
    FROM asset_spans
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = asset_spans.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE asset_spans.user_id = %(user_id)s::uuid AND asset_spans.first_month <= %(last)s::date
),
inputs AS (
    SELECT
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        exact_amount(asset_inputs.quantity, asset_inputs.price, asset_inputs.native_amount) AS native_amount,
        asset_inputs.currency,
        asset_inputs.rate,
        asset_inputs.contribution
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(before)s::date), month_of(%(before)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
steps AS (
    SELECT
        coalesce(inputs.asset_id, spans.id) AS asset_id,
        coalesce(inputs.period, ends.period) AS period,
        lag(coalesce(inputs.period, ends.period)) OVER earlier AS before,
        inputs.total,
        lag(inputs.total) OVER earlier AS old_total,
        CASE
            WHEN lag(inputs.currency) OVER earlier = inputs.currency
            THEN round(lag(inputs.native_amount) OVER earlier * (inputs.rate - lag(inputs.rate) OVER earlier), 4)
            ELSE 0
        END AS currency,
        inputs.contribution
    FROM spans
    CROSS JOIN (VALUES (%(before)s::date), (%(last)s::date)) AS ends (period)
    FULL JOIN inputs ON inputs.asset_id = spans.id AND inputs.period = ends.period
    WINDOW earlier AS (PARTITION BY coalesce(inputs.asset_id, spans.id) ORDER BY coalesce(inputs.period, ends.period))
),
known AS (
    SELECT
        steps.asset_id,
        steps.period,
        sum(put.amount) AS put_in,
        sum(put.amount) FILTER (WHERE put.source = 'derived') AS derived,
        bool_or(put.source = 'unclear') AS is_unclear
    FROM steps
    JOIN month_contributions(%(user_id)s::uuid, %(before)s::date, %(last)s::date) AS put
        ON put.asset_id = steps.asset_id AND put.period > steps.before AND put.period <= steps.period
        AND (steps.old_total IS NOT NULL OR put.period = steps.period)
    GROUP BY steps.asset_id, steps.period
)
SELECT
    part.name AS part,
    CASE WHEN GROUPING(spans.id) = 0 THEN spans.asset_name END AS asset,
    coalesce(sum(part.amount), 0) AS amount
FROM steps
JOIN spans ON spans.id = steps.asset_id
LEFT JOIN known ON known.asset_id = steps.asset_id AND known.period = steps.period
CROSS JOIN LATERAL (
    SELECT
        coalesce(steps.total, 0) - coalesce(steps.old_total, 0) AS change,
        CASE
            WHEN steps.old_total IS NULL AND steps.before >= spans.first_month AND steps.before < spans.closed_month
                THEN 'missing'
            WHEN steps.total IS NULL AND steps.period < spans.closed_month THEN 'missing'
            WHEN steps.total IS NULL THEN 'gone'
            WHEN steps.old_total IS NULL AND steps.contribution IS NULL THEN 'new'
        END AS apart
) AS moved
CROSS JOIN LATERAL (
    SELECT CASE WHEN moved.apart IS NULL
        THEN coalesce(known.put_in, CASE WHEN spans.is_money THEN moved.change - steps.currency ELSE 0 END)
    END AS put_in
) AS money
CROSS JOIN LATERAL (VALUES
    ('put_in', money.put_in),
    ('derived', known.derived),
    ('unclear', CASE WHEN known.is_unclear AND NOT spans.is_money THEN 0 END),
    ('debt_paid', CASE WHEN spans.is_debt THEN money.put_in END),
    ('value', moved.change - steps.currency - money.put_in),
    ('currency', steps.currency),
    ('new', CASE WHEN moved.apart = 'new' THEN moved.change END),
    ('gone', CASE WHEN moved.apart = 'gone' THEN moved.change END),
    ('missing', CASE WHEN moved.apart = 'missing' THEN moved.change END)
) AS part (name, amount)
WHERE steps.before IS NOT NULL
GROUP BY GROUPING SETS ((part.name, spans.asset_name, spans.id), (part.name))
HAVING GROUPING(spans.id) = 1 OR sum(part.amount) <> 0
    OR (part.name IN ('missing', 'unclear') AND count(part.amount) > 0)
ORDER BY part.name, abs(sum(part.amount)) DESC, lower(spans.asset_name), spans.id;
