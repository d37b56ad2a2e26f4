-- 012_rates_in_full.sql
-- A rate that is on record the other way round divides, and is never rounded to twelve decimals first.

-- What one of a currency costs in another, where one of the other costs so many of it: with 26300 dong a
-- dollar, a dong costs 0.0000380228… dollars. 42 decimals tell any two rates of numeric(24,12) apart,
-- and those that are all zeros beyond the twelfth only where the inverse is exact.
CREATE FUNCTION inverse_of(rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN trim_scale(round(1::numeric(60, 48) / rate, 42));

-- The one place that turns an amount into another currency. A rate of at most twelve decimals multiplies;
-- one that has more is the inverse of one on record, by which the amount is divided. A quotient takes the
-- scale of what is divided: with 40 decimals none comes so near to a half that it is rounded twice.
CREATE FUNCTION converted(amount numeric, rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(
        CASE
            WHEN rate = round(rate, 12) THEN amount * rate
            ELSE amount::numeric(72, 40) / round(inverse_of(rate), 12)
        END,
        4
    );


ALTER TABLE asset_inputs DROP CONSTRAINT total_is_native_amount_times_rate;
ALTER TABLE asset_inputs ALTER COLUMN rate TYPE numeric;

ALTER TABLE asset_inputs
    ADD CONSTRAINT total_is_native_amount_times_rate
    CHECK (total = converted(native_amount, rate));
ALTER TABLE asset_inputs
    ADD CONSTRAINT rate_has_12_decimals_or_is_an_inverse
    CHECK (rate = round(rate, 12) OR rate = inverse_of(round(inverse_of(rate), 12)));


-- Every rate in both directions: as recorded, and turned round where only the other way is on record.
CREATE OR REPLACE VIEW usable_rates WITH (security_invoker = true) AS
SELECT
    user_id,
    from_currency,
    to_currency,
    period,
    rate::numeric AS rate
FROM fx_rates
UNION ALL
SELECT
    turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
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
