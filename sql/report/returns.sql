-- report/returns
-- What assets were worth at the end of each month and what was put into them, for what they have earned.
-- An asset's first value is put in at the end of its month unless a contribution says what was; the last
-- one of a closed asset is taken out. In the months between it is as month_contributions has it. Assets of which
-- nothing says what was put in, neither a contribution nor a bank row nor quantities, are left out.
--
-- param  user_id        uuid
-- param  first          date       the first month
-- param  last           date       the last one
-- param  by             text       asset, category or total: what a row stands for
-- row    asset          text?      its name, where a row is an asset
-- row    category       text?      the code; null where a row is the total
-- row    name           text?      of the category
-- row    opening        numeric?   at the end of the month before; null where a value is missing
-- row    contributed    numeric    put in, less what was taken out
-- row    derived        numeric?   of it, what follows from quantities and prices; null where nothing does
-- row    closing        numeric?
-- row    gain           numeric?
-- row    worth          numeric[]  from the month before to the last; null where a value is missing
-- row    put_in         numeric[]  in the middle of each month
-- row    put_in_at_end  numeric[]  at its end
WITH lives AS (
    SELECT
        spans.asset_id AS id,
        CASE %(by)s::text WHEN 'asset' THEN spans.asset_id WHEN 'category' THEN spans.category_id END AS group_id,
        spans.first_month AS begun,
        newest.total AS last_value,
        CASE WHEN spans.closed_month IS NOT NULL THEN greatest(spans.closed_month, newest.period + interval '1 month')
        END AS ended
    FROM asset_spans AS spans
    JOIN asset_categories ON asset_categories.id = spans.category_id AND asset_categories.kind = 'asset'
    CROSS JOIN newest_value(%(user_id)s::uuid, spans.asset_id, %(last)s::date) AS newest
    WHERE spans.user_id = %(user_id)s::uuid
        AND is_put_in_known(%(user_id)s::uuid, spans.asset_id, %(first)s::date, %(last)s::date)
),
inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.contribution
    FROM asset_inputs
    WHERE asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
        BETWEEN (year_of(%(first)s::date - 1), month_of(%(first)s::date - 1))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
put AS MATERIALIZED (
    SELECT
        known.asset_id,
        known.period,
        sum(known.amount) AS amount,
        sum(known.amount) FILTER (WHERE known.source = 'derived') AS derived
    FROM month_contributions(%(user_id)s::uuid, %(first)s::date - 1, %(last)s::date) AS known
    GROUP BY known.asset_id, known.period
),
steps AS (
    SELECT
        lives.group_id,
        months.day AS month,
        CASE WHEN months.day < lives.begun OR months.day >= lives.ended THEN 0 ELSE inputs.total END AS worth,
        CASE
            WHEN months.day < %(first)s::date THEN 0
            WHEN months.day = lives.ended THEN -lives.last_value
            ELSE coalesce(put.amount, inputs.contribution, 0)
        END AS put_in,
        put.derived,
        CASE
            WHEN months.day = lives.begun AND months.day >= %(first)s::date AND inputs.contribution IS NULL
            THEN inputs.total ELSE 0
        END AS put_in_at_end
    FROM lives
    CROSS JOIN generate_series(%(first)s::date - interval '1 month', %(last)s::date, interval '1 month') AS months (day)
    LEFT JOIN inputs ON inputs.asset_id = lives.id AND inputs.period = months.day::date
    LEFT JOIN put ON put.asset_id = lives.id AND put.period = months.day::date
        AND months.day > lives.begun AND months.day < coalesce(lives.ended, 'infinity')
    WHERE lives.ended IS NULL OR lives.ended >= %(first)s::date
),
months AS (
    SELECT
        steps.group_id,
        steps.month,
        CASE WHEN count(steps.worth) = count(*) THEN sum(steps.worth) END AS worth,
        sum(steps.put_in) AS put_in,
        sum(steps.derived) AS derived,
        sum(steps.put_in_at_end) AS put_in_at_end
    FROM steps
    GROUP BY steps.group_id, steps.month
),
groups AS (
    SELECT
        months.group_id,
        sum(months.worth) FILTER (WHERE months.month < %(first)s::date) AS opening,
        sum(months.put_in + months.put_in_at_end) AS contributed,
        sum(months.derived) AS derived,
        sum(months.worth) FILTER (WHERE months.month = %(last)s::date) AS closing,
        array_agg(months.worth ORDER BY months.month) AS worth,
        array_agg(months.put_in ORDER BY months.month) AS put_in,
        array_agg(months.put_in_at_end ORDER BY months.month) AS put_in_at_end
    FROM months
    GROUP BY months.group_id
)
SELECT
    assets.asset_name AS asset,
    asset_categories.code AS category,
    asset_categories.name,
    groups.opening,
    groups.contributed,
    groups.derived,
    groups.closing,
    groups.closing - groups.opening - groups.contributed AS gain,
    groups.worth,
    groups.put_in,
    groups.put_in_at_end
FROM groups
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = groups.group_id
LEFT JOIN asset_categories ON asset_categories.id = coalesce(assets.category_id, groups.group_id)
ORDER BY
    abs(groups.closing) DESC NULLS LAST,
    lower(coalesce(assets.asset_name, asset_categories.name)),
    groups.group_id;
