-- report/cashproof_accounts
-- Values of cash, debts and other assets that a proof of cash goes without, takes over, or takes for money moved.
--
-- param  user_id  uuid
-- param  before   date      the month whose end is the start
-- param  last     date
-- row    month    date
-- row    asset    text
-- row    kind     text      cash, liability or asset
-- row    state    text      missing, carried, new or gone
-- row    amount   numeric?  the value; of what is gone, its last one; null where it is missing
-- row    native   numeric?  the same in the asset's own currency
WITH inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        coalesce(asset_inputs.native_amount, asset_inputs.total) AS native,
        asset_inputs.contribution,
        asset_inputs.carried
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(before)s::date), month_of(%(before)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
spans AS MATERIALIZED (
    SELECT
        asset_spans.asset_id,
        assets.asset_name,
        CASE WHEN asset_categories.code = 'CASH' THEN 'cash' ELSE asset_categories.kind END AS kind,
        asset_spans.first_month,
        coalesce(asset_spans.closed_month, 'infinity') AS closed_month
    FROM asset_spans
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = asset_spans.asset_id
    JOIN asset_categories ON asset_categories.id = asset_spans.category_id
    WHERE asset_spans.user_id = %(user_id)s::uuid AND asset_spans.first_month <= %(last)s::date
),
states AS (
    SELECT
        series.month::date AS month,
        spans.asset_id,
        spans.asset_name,
        spans.kind,
        CASE
            WHEN inputs.total IS NULL AND spans.closed_month > series.month THEN 'missing'
            WHEN series.month::date = %(before)s::date THEN CASE WHEN inputs.carried THEN 'carried' END
            WHEN inputs.total IS NULL AND earlier.total IS NOT NULL THEN 'gone'
            WHEN inputs.carried THEN 'carried'
            WHEN
                earlier.total IS NULL AND inputs.contribution IS NULL
                AND (series.month <= spans.first_month OR series.month > spans.closed_month)
            THEN 'new'
        END AS state,
        coalesce(inputs.total, earlier.total) AS amount,
        coalesce(inputs.native, earlier.native) AS native
    FROM generate_series(%(before)s::date, %(last)s::date, interval '1 month') AS series (month)
    JOIN spans ON spans.first_month <= series.month::date
    LEFT JOIN inputs ON inputs.asset_id = spans.asset_id AND inputs.period = series.month::date
    LEFT JOIN inputs AS earlier
        ON earlier.asset_id = spans.asset_id
        AND earlier.period = (series.month - interval '1 month')::date
)
SELECT
    states.month,
    states.asset_name AS asset,
    states.kind,
    states.state,
    CASE WHEN states.state <> 'missing' THEN states.amount END AS amount,
    CASE WHEN states.state <> 'missing' THEN states.native END AS native
FROM states
WHERE states.state IS NOT NULL
ORDER BY states.month DESC, lower(states.asset_name), states.asset_id;
