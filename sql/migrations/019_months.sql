-- 019_months.sql
-- A date as the year and the month that the indexes know, and what came in and went out by month.

-- Simple enough for the planner to put in place of a call: of a given date they are a constant to it.
CREATE FUNCTION year_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(YEAR FROM day)::integer;

CREATE FUNCTION month_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(MONTH FROM day)::integer;


-- A range of months asked of it is asked of the indexes below it: they are what it is grouped by.
CREATE VIEW month_flows WITH (security_invoker = true) AS
SELECT
    user_id,
    year,
    month,
    coalesce(sum(income), 0) AS income,
    coalesce(sum(expense), 0) AS expense
FROM cash_flows
GROUP BY user_id, year, month;

-- With its category, so that who asks for both need not read the asset twice.
CREATE OR REPLACE VIEW asset_spans WITH (security_invoker = true) AS
SELECT
    assets.user_id,
    assets.id AS asset_id,
    coalesce(first_value.period, date_trunc('month', assets.created_at)::date) AS first_month,
    date_trunc('month', assets.closed_on)::date AS closed_month,
    assets.category_id
FROM assets
LEFT JOIN LATERAL (
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE asset_inputs.user_id = assets.user_id AND asset_inputs.asset_id = assets.id
    ORDER BY asset_inputs.year, asset_inputs.month
    LIMIT 1
) AS first_value ON true;


-- Every rate in both directions, by the year and the month that its index knows.
CREATE OR REPLACE VIEW usable_rates WITH (security_invoker = true) AS
SELECT
    user_id,
    from_currency,
    to_currency,
    period,
    rate::numeric AS rate,
    year,
    month
FROM fx_rates
UNION ALL
SELECT
    turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
    turned.period,
    inverse_of(turned.rate) AS rate,
    turned.year,
    turned.month
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

CREATE INDEX fx_rates_by_month ON fx_rates (user_id, year, month);

-- Whether anything was ever put into an asset: where nothing was, that is one look and not all its months.
CREATE INDEX asset_inputs_with_contribution ON asset_inputs (user_id, asset_id, year, month)
    WHERE contribution IS NOT NULL;

-- The newest events first, as they are listed.
CREATE INDEX audit_events_by_sequence
    ON audit_events (user_id, sequence DESC NULLS LAST, created_at DESC, id);

-- What has been taken back: few of all events.
CREATE INDEX audit_events_that_undo ON audit_events (user_id, undoes, sequence)
    WHERE undoes IS NOT NULL;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT ON month_flows TO finally_app;
    END IF;
END
$$;
