-- 003_months_and_values.sql
-- How a date becomes a month, a typed value a total, and what reports have in common.


-- -------------------------------------------------------------------------------------------------
-- Months
-- -------------------------------------------------------------------------------------------------

-- A date as the year and the month that the indexes know. Simple enough for the planner to put in place
-- of a call: of a given date they are a constant to it.
CREATE FUNCTION year_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(YEAR FROM day)::integer;

CREATE FUNCTION month_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(MONTH FROM day)::integer;


-- The months in which an asset is expected to have a value: from its first value on (where it has none
-- yet, from the month it was added), until it is closed. closed_month itself expects none. With its
-- category, so that who asks for both need not read the asset twice.
CREATE VIEW asset_spans WITH (security_invoker = true) AS
SELECT
    assets.user_id,
    assets.id AS asset_id,
    assets.category_id,
    coalesce(first_value.period, date_trunc('month', assets.created_at)::date) AS first_month,
    date_trunc('month', assets.closed_on)::date AS closed_month
FROM assets
LEFT JOIN LATERAL (
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE asset_inputs.user_id = assets.user_id AND asset_inputs.asset_id = assets.id
    ORDER BY asset_inputs.year, asset_inputs.month
    LIMIT 1
) AS first_value ON true;

-- The assets that a month has no value of, though it should.
CREATE FUNCTION missing_assets(of_user uuid, of_month date)
RETURNS TABLE (asset_id uuid, category_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        asset_spans.asset_id,
        asset_spans.category_id
    FROM asset_spans
    WHERE
        asset_spans.user_id = of_user
        AND asset_spans.first_month <= of_month
        AND (asset_spans.closed_month IS NULL OR asset_spans.closed_month > of_month)
        AND NOT EXISTS (
            SELECT
            FROM asset_inputs
            WHERE
                asset_inputs.user_id = of_user
                AND asset_inputs.asset_id = asset_spans.asset_id
                AND asset_inputs.year = year_of(of_month)
                AND asset_inputs.month = month_of(of_month)
        );
END;

-- The newest value of an asset up to a month; of the one before a month, up_to is the day before that.
-- All three are put in place of the call, too.
CREATE FUNCTION newest_value(of_user uuid, of_asset uuid, up_to date)
RETURNS TABLE (period date, total numeric, native_amount numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        asset_inputs.period,
        asset_inputs.total,
        asset_inputs.native_amount
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = of_user
        AND asset_inputs.asset_id = of_asset
        AND (asset_inputs.year, asset_inputs.month) <= (year_of(up_to), month_of(up_to))
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1;
END;

-- The month of the newest value that was written down for it, and not carried forward.
CREATE FUNCTION newest_written(of_user uuid, of_asset uuid, up_to date)
RETURNS TABLE (period date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = of_user
        AND asset_inputs.asset_id = of_asset
        AND (asset_inputs.year, asset_inputs.month) <= (year_of(up_to), month_of(up_to))
        AND NOT asset_inputs.carried
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1;
END;


-- -------------------------------------------------------------------------------------------------
-- Values
-- -------------------------------------------------------------------------------------------------

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
    year,
    month,
    period,
    rate::numeric AS rate
FROM fx_rates
UNION ALL
SELECT
    turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
    turned.year,
    turned.month,
    turned.period,
    inverse_of(turned.rate) AS rate
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


-- -------------------------------------------------------------------------------------------------
-- What reports have in common
-- -------------------------------------------------------------------------------------------------

-- A part as a fraction of a whole, with the six decimals that every share has; null where the whole
-- is nothing or less, for then no share of it means anything. A quotient has as many decimals as
-- what is divided, and of a large one PostgreSQL works out few more: hence the factor.
CREATE FUNCTION share_of(part numeric, whole numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN whole > 0 THEN round(part * 1.000000000000 / whole, 6) END;

-- An amount of money spread over so many months, with the four decimals that money has.
CREATE FUNCTION average_of(total numeric, months bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN months > 0 THEN round(total * 1.000000000000 / months, 4) END;

-- A change as a fraction of what was there before, whatever its sign; null where nothing was there, or so
-- little that it has become a thousand times as much.
CREATE FUNCTION growth_of(change numeric, before numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN abs(change) < 1000 * abs(before) THEN round(change * 1.000000000000 / abs(before), 6)
    END;

-- What a note is searched by: composed letters, in the case that the server knows. Notes are many, and not
-- names: their letters are not folded one by one.
CREATE FUNCTION searchable(note text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(
        CASE WHEN octet_length(note) = char_length(note) THEN note ELSE normalize(note, NFC) END
    );


-- What came in and what went out, one beside the other. Only what the indexes by month hold.
CREATE VIEW cash_flows WITH (security_invoker = true) AS
SELECT
    user_id,
    year,
    month,
    category_id,
    amount AS income,
    NULL::numeric AS expense
FROM incoming_items
UNION ALL
SELECT
    user_id,
    year,
    month,
    category_id,
    NULL::numeric AS income,
    amount AS expense
FROM expense_items;


-- By month. A range of months asked of it is asked of the indexes below it: they are what it is grouped by.
CREATE VIEW month_flows WITH (security_invoker = true) AS
SELECT
    user_id,
    year,
    month,
    coalesce(sum(income), 0) AS income,
    coalesce(sum(expense), 0) AS expense
FROM cash_flows
GROUP BY user_id, year, month;
