-- report/explain
-- What moved each asset and debt between the ends of two months, and all of them together.
-- What was put in is what is on record as such. Where nothing is, cash and debts move by money alone, and
-- anything else by none; but what is new came in with its first value, and what was closed left with its last.
--
-- param  user_id  uuid
-- param  before   date      the month whose end is compared with
-- param  last     date      the month at whose end the change is complete
-- row    part     text      put_in, of it debt_paid; value, currency, missing; of put_in, first_value, last_value
-- row    asset    text?     null for all of them together
-- row    amount   numeric
WITH inputs AS (
    SELECT
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.native_amount,
        asset_inputs.currency,
        asset_inputs.rate,
        asset_inputs.contribution
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month) BETWEEN (
            extract(YEAR FROM %(before)s::date)::integer, extract(MONTH FROM %(before)s::date)::integer
        ) AND (
            extract(YEAR FROM %(last)s::date)::integer, extract(MONTH FROM %(last)s::date)::integer
        )
),
within AS (
    SELECT
        inputs.asset_id,
        sum(inputs.contribution) AS recorded,
        (array_agg(inputs.total ORDER BY inputs.period))[1] AS first_total,
        (array_agg(inputs.contribution ORDER BY inputs.period))[1] AS first_contribution,
        (array_agg(inputs.total ORDER BY inputs.period DESC))[1] AS last_total
    FROM inputs
    WHERE inputs.period > %(before)s::date
    GROUP BY inputs.asset_id
),
moved AS (
    SELECT
        assets.id,
        assets.asset_name AS asset,
        asset_categories.kind = 'liability' AS is_debt,
        asset_categories.kind = 'liability' OR asset_categories.code = 'CASH' AS is_money,
        coalesce(new.total, 0) - coalesce(old.total, 0) AS change,
        coalesce(
            CASE WHEN old.currency = new.currency THEN round(old.native_amount * (new.rate - old.rate), 4) END, 0
        ) AS currency,
        within.recorded,
        CASE WHEN old.total IS NULL AND within.first_contribution IS NULL THEN within.first_total END AS first_value,
        CASE WHEN new.total IS NULL THEN coalesce(within.last_total, old.total) END AS last_value,
        asset_spans.first_month <= %(last)s::date AND (
            (
                old.total IS NULL AND asset_spans.first_month <= %(before)s::date
                AND coalesce(asset_spans.closed_month > %(before)s::date, true)
            ) OR (new.total IS NULL AND coalesce(asset_spans.closed_month > %(last)s::date, true))
        ) AS is_missing
    FROM asset_spans
    JOIN assets ON assets.user_id = asset_spans.user_id AND assets.id = asset_spans.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    LEFT JOIN inputs AS old ON old.asset_id = assets.id AND old.period = %(before)s::date
    LEFT JOIN inputs AS new ON new.asset_id = assets.id AND new.period = %(last)s::date
    LEFT JOIN within ON within.asset_id = assets.id
    WHERE asset_spans.user_id = %(user_id)s::uuid
)
SELECT
    part.name AS part,
    moved.asset,
    coalesce(sum(part.amount), 0) AS amount
FROM moved
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN moved.is_missing THEN NULL
        WHEN moved.recorded IS NULL AND moved.is_money THEN moved.change - moved.currency
        ELSE coalesce(moved.recorded, 0) + coalesce(moved.first_value, 0) - coalesce(moved.last_value, 0)
    END AS put_in
) AS money
CROSS JOIN LATERAL (VALUES
    ('put_in', nullif(money.put_in, 0)),
    ('debt_paid', CASE WHEN moved.is_debt THEN nullif(money.put_in, 0) END),
    ('value', nullif(moved.change - moved.currency - money.put_in, 0)),
    ('currency', nullif(moved.currency, 0)),
    ('first_value', CASE WHEN NOT moved.is_missing THEN nullif(moved.first_value, 0) END),
    ('last_value', CASE WHEN NOT moved.is_missing THEN nullif(moved.last_value, 0) END),
    ('missing', CASE WHEN moved.is_missing THEN moved.change END)
) AS part (name, amount)
GROUP BY GROUPING SETS ((part.name, moved.asset, moved.id), (part.name))
HAVING GROUPING(moved.id) = 1 OR sum(part.amount) IS NOT NULL
ORDER BY part.name, abs(sum(part.amount)) DESC, lower(moved.asset), moved.id;
