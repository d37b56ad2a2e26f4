-- report/coverage_missing
-- The assets that some months have no value of, with how many, and the newest value up to their end.
--
-- param  user_id      uuid
-- param  first        date    the first of the months
-- param  last         date    the last one
-- row    asset        text
-- row    months       bigint  of those without a value
-- row    first_month  date    the first of these
-- row    last_month   date?   of the newest value; null where there is none
WITH inputs AS MATERIALIZED (
    SELECT
        asset_inputs.asset_id,
        first_of_month(asset_inputs.year, asset_inputs.month) AS month
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            BETWEEN (year_of(%(first)s::date), month_of(%(first)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
),
lacking AS (
    SELECT
        spans.asset_id,
        count(*) AS months,
        min(expected.month) AS first_month
    FROM asset_spans AS spans
    CROSS JOIN LATERAL months_between(
        greatest(spans.first_month, %(first)s::date),
        least((spans.closed_month - interval '1 month')::date, %(last)s::date)
    ) AS expected (month)
    LEFT JOIN inputs
        ON inputs.asset_id = spans.asset_id
        AND inputs.month = expected.month
    WHERE
        spans.user_id = %(user_id)s::uuid
        AND inputs.month IS NULL
    GROUP BY spans.asset_id
)
SELECT
    assets.asset_name AS asset,
    lacking.months,
    lacking.first_month,
    newest.period AS last_month
FROM lacking
JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = lacking.asset_id
LEFT JOIN newest_value(%(user_id)s::uuid, lacking.asset_id, %(last)s::date) AS newest ON true
ORDER BY lower(assets.asset_name), assets.id;
