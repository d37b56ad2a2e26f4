-- 024_published_rates.sql
-- Rates that somebody publishes, such as the European Central Bank, and those that are crossed through the euro.


-- Who published a rate, and the day that it is of; both null for one that was typed.
ALTER TABLE fx_rates ADD COLUMN source text;
ALTER TABLE fx_rates ADD COLUMN published_on date;
ALTER TABLE fx_rates ADD CONSTRAINT rate_source_is_1_to_40_characters
    CHECK (char_length(source) BETWEEN 1 AND 40);
ALTER TABLE fx_rates ADD CONSTRAINT rate_source_and_day_go_together
    CHECK (num_nulls(source, published_on) IN (0, 2));

-- What was crossed has more decimals than are typed or published, and `rate` the first twelve of them.
ALTER TABLE fx_rates ADD COLUMN crossed_rate numeric;
ALTER TABLE fx_rates ADD CONSTRAINT crossed_rate_begins_as_the_rate
    CHECK (rate = round(crossed_rate, 12) AND crossed_rate = round(crossed_rate, 42));

ALTER TABLE fx_rates ALTER COLUMN source SET STATISTICS 0;
ALTER TABLE fx_rates ALTER COLUMN published_on SET STATISTICS 0;
ALTER TABLE fx_rates ALTER COLUMN crossed_rate SET STATISTICS 0;

COMMENT ON COLUMN fx_rates.source IS 'Who published the rate, such as ECB; null for one that was typed.';
COMMENT ON COLUMN fx_rates.published_on IS 'The day that a published rate is of; null for one that was typed.';
COMMENT ON COLUMN fx_rates.crossed_rate IS
    'All decimals of a rate crossed through the euro; else null.';


-- What one of a currency costs in another, by what a third costs in each: with 0.85 pounds and 1.19 dollars a euro,
-- a pound costs 1.4 dollars. As many decimals as an inverse.
CREATE FUNCTION cross_rate(third_in_from numeric, third_in_to numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN trim_scale(round(third_in_to::numeric(72, 48) / third_in_from, 42));

COMMENT ON FUNCTION cross_rate(numeric, numeric) IS
    'What one of a currency costs in another, by what one of a third costs in the first and in the second.';


-- The one place that turns an amount into another currency. A rate of at most twelve decimals multiplies, and so does
-- one that was crossed; any other is the inverse of one on record, by which the amount is divided. A quotient takes
-- the scale of what is divided: with 40 decimals none comes so near to a half that it is rounded twice.
CREATE OR REPLACE FUNCTION converted(amount numeric, rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(
        CASE
            WHEN rate = round(rate, 12) THEN amount * rate
            WHEN rate = inverse_of(nullif(round(inverse_of(rate), 12), 0))
            THEN amount::numeric(72, 40) / round(inverse_of(rate), 12)
            ELSE amount * rate
        END,
        4
    );

-- As typed, turned round or crossed.
ALTER TABLE asset_inputs DROP CONSTRAINT rate_has_12_decimals_or_is_an_inverse;
ALTER TABLE asset_inputs ADD CONSTRAINT rate_has_at_most_42_decimals
    CHECK (rate = round(rate, 42));


-- Every rate in both directions: as recorded, and turned round where only the other way is on record.
CREATE OR REPLACE VIEW usable_rates WITH (security_invoker = true) AS
SELECT
    user_id,
    from_currency,
    to_currency,
    year,
    month,
    period,
    coalesce(crossed_rate, rate)::numeric AS rate
FROM fx_rates
UNION ALL
SELECT
    turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
    turned.year,
    turned.month,
    turned.period,
    inverse_of(coalesce(turned.crossed_rate, turned.rate)) AS rate
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
