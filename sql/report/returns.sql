-- report/returns
-- What assets were worth at the end of each month and what was put into them, for what they have earned.
-- An asset's first value is put in at the end of its month unless a contribution says what was; the last
-- one of a closed asset is taken out. Assets that no contribution is on record of are left out.
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
-- row    closing        numeric?
-- row    gain           numeric?
-- row    worth          numeric[]  from the month before to the last; null where a value is missing
-- row    put_in         numeric[]  in the middle of each month
-- row    put_in_at_end  numeric[]  at its end
WITH lives AS (
    SELECT
        assets.id,
        CASE %(by)s::text WHEN 'asset' THEN assets.id WHEN 'category' THEN assets.category_id END AS group_id,
        min(inputs.period) AS begun,
        (array_agg(inputs.total ORDER BY inputs.period DESC))[1] AS last_value,
        CASE
            WHEN assets.closed_on IS NOT NULL THEN greatest(
                date_trunc('month', assets.closed_on::timestamp), max(inputs.period) + interval '1 month'
            )
        END AS ended
    FROM assets
    JOIN asset_categories ON asset_categories.id = assets.category_id AND asset_categories.kind = 'asset'
    JOIN asset_inputs AS inputs ON inputs.user_id = assets.user_id AND inputs.asset_id = assets.id
    WHERE assets.user_id = %(user_id)s::uuid AND inputs.period <= %(last)s::date
    GROUP BY assets.id, assets.category_id, assets.closed_on
    HAVING count(inputs.contribution) > 0
),
steps AS (
    SELECT
        lives.group_id,
        months.day AS month,
        CASE WHEN months.day < lives.begun OR months.day >= lives.ended THEN 0 ELSE inputs.total END AS worth,
        CASE
            WHEN months.day < %(first)s::date THEN 0
            WHEN months.day = lives.ended THEN -lives.last_value
            ELSE coalesce(inputs.contribution, 0)
        END AS put_in,
        CASE
            WHEN months.day = lives.begun AND months.day >= %(first)s::date AND inputs.contribution IS NULL
            THEN inputs.total
            ELSE 0
        END AS put_in_at_end
    FROM lives
    CROSS JOIN generate_series(
        %(first)s::date - interval '1 month', %(last)s::date, interval '1 month'
    ) AS months (day)
    LEFT JOIN asset_inputs AS inputs
        ON inputs.user_id = %(user_id)s::uuid
        AND inputs.asset_id = lives.id
        AND inputs.year = extract(YEAR FROM months.day)::integer
        AND inputs.month = extract(MONTH FROM months.day)::integer
    WHERE lives.ended IS NULL OR lives.ended >= %(first)s::date
),
months AS (
    SELECT
        steps.group_id,
        steps.month,
        CASE WHEN count(steps.worth) = count(*) THEN sum(steps.worth) END AS worth,
        sum(steps.put_in) AS put_in,
        sum(steps.put_in_at_end) AS put_in_at_end
    FROM steps
    GROUP BY steps.group_id, steps.month
),
groups AS (
    SELECT
        months.group_id,
        sum(months.worth) FILTER (WHERE months.month < %(first)s::date) AS opening,
        sum(months.put_in + months.put_in_at_end) AS contributed,
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
