-- 005_values_and_rates.sql
-- How a typed value becomes a total, which rate turns one currency into another, and when a value is expected.

-- The one place that turns the sign: a debt is typed as what is owed and kept negative, so that the
-- net worth is a plain sum. Applied to a total, it gives back what was typed.
CREATE FUNCTION value_as_total(kind text, value numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN kind = 'liability' THEN -value ELSE value END;


-- Every rate in both directions: as recorded, and turned round where only the other way is on record.
CREATE VIEW usable_rates WITH (security_invoker = true) AS
SELECT
    user_id,
    from_currency,
    to_currency,
    period,
    rate
FROM fx_rates
UNION ALL
SELECT
    turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
    turned.period,
    round(1 / turned.rate, 12) AS rate
FROM fx_rates AS turned
WHERE NOT EXISTS (
    SELECT
    FROM fx_rates AS direct
    WHERE
        direct.user_id = turned.user_id
        AND direct.from_currency = turned.to_currency
        AND direct.to_currency = turned.from_currency
        AND direct.year = turned.year
        AND direct.month = turned.month
);


-- The months in which an asset is expected to have a value: from its first value on (where it has none
-- yet, from the month it was added), until it is closed. closed_month itself expects none.
CREATE VIEW asset_spans WITH (security_invoker = true) AS
SELECT
    assets.user_id,
    assets.id AS asset_id,
    coalesce(first_value.period, date_trunc('month', assets.created_at)::date) AS first_month,
    date_trunc('month', assets.closed_on::timestamp)::date AS closed_month
FROM assets
LEFT JOIN LATERAL (
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE asset_inputs.user_id = assets.user_id AND asset_inputs.asset_id = assets.id
    ORDER BY asset_inputs.year, asset_inputs.month
    LIMIT 1
) AS first_value ON true;


DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT ON usable_rates, asset_spans TO finally_app;
    END IF;
END
$$;
