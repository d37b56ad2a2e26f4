-- 028_derived_contributions.sql
-- What was put into an asset follows from quantity and price where nobody said it.


-- What was put into assets and paid off of debts after one month and up to another, month by month; below zero, taken
-- out. It is said here alone which of several sources counts:
--
-- 1. `contribution`: of a month, what is on record of its value; no bank row of that month counts beside it.
-- 2. `bank`: what bank rows of the month put in.
-- 3. `derived`: where nothing of that is on record between two values that follow one another and both have a quantity,
--    the change of quantity in the shares of the later month, times its price and its rate, and rounded once. It is of
--    the month of the later value. Without a price, which a quantity of zero needs not, it left at that of the
--    earlier value; where the currency has changed since, the earlier rate goes with the earlier price. No price is
--    looked up: one that is recorded later changes nothing.
--    Where there are more of what is owned, and bank rows only brought money from it, that is what it paid out: both
--    count.
-- 4. `unclear`, of a null amount: where only one of the two has a quantity, nobody can tell.
--
-- Of a first value nothing is derived: whether it was bought in that month is not on record.
CREATE FUNCTION month_contributions(of_user uuid, after_month date, to_month date)
RETURNS TABLE (asset_id uuid, period date, amount numeric, source text)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- Found by asset: the months asked for are few of the values of each, whatever others have.
    WITH inputs AS MATERIALIZED (
        SELECT
            asset_inputs.asset_id,
            asset_inputs.period,
            asset_inputs.currency,
            asset_inputs.rate,
            asset_inputs.quantity,
            asset_inputs.price,
            asset_inputs.contribution,
            lag(asset_inputs.period) OVER earlier AS before,
            lag(asset_inputs.currency) OVER earlier AS old_currency,
            lag(asset_inputs.rate) OVER earlier AS old_rate,
            lag(asset_inputs.quantity) OVER earlier AS old_quantity,
            lag(asset_inputs.price) OVER earlier AS old_price
        FROM assets
        JOIN asset_inputs ON asset_inputs.user_id = of_user AND asset_inputs.asset_id = assets.id
        WHERE
            assets.user_id = of_user
            AND (asset_inputs.year, asset_inputs.month)
                BETWEEN (year_of(after_month), month_of(after_month))
                AND (year_of(to_month), month_of(to_month))
        WINDOW earlier AS (PARTITION BY asset_inputs.asset_id ORDER BY asset_inputs.year, asset_inputs.month)
    ),
    bank AS MATERIALIZED (
        SELECT
            assets.id AS asset_id,
            put.period,
            sum(put.amount) AS amount,
            max(put.amount) AS most
        FROM assets
        CROSS JOIN LATERAL bank_contributions(
            of_user, assets.id, end_of_month(after_month) + 1, end_of_month(to_month) + 1
        ) AS put
        WHERE assets.user_id = of_user
        GROUP BY assets.id, put.period
    ),
    split_days AS MATERIALIZED (
        SELECT
            splits.asset_id,
            min(splits.day) AS first_day,
            max(splits.day) AS last_day
        FROM splits
        WHERE
            splits.user_id = of_user
            AND splits.day > end_of_month(after_month)
            AND splits.day <= end_of_month(to_month)
        GROUP BY splits.asset_id
    ),
    -- What bank rows say between each two values, where they say anything: of few values, so that these are not
    -- compared with each other.
    bank_steps AS MATERIALIZED (
        SELECT
            inputs.asset_id,
            inputs.period,
            max(bank.most) AS most
        FROM bank
        JOIN inputs
            ON inputs.asset_id = bank.asset_id
            AND inputs.before < bank.period
            AND inputs.period >= bank.period
        GROUP BY inputs.asset_id, inputs.period
    ),
    -- Between each two values without a contribution of the later one. What was before is counted in the shares of the
    -- later month, which only those between which there was a split are asked about.
    steps AS (
        SELECT
            inputs.asset_id,
            inputs.period,
            inputs.before,
            inputs.currency,
            inputs.rate,
            inputs.old_currency,
            inputs.old_rate,
            inputs.quantity,
            inputs.price,
            inputs.old_price,
            bank_steps.asset_id IS NULL AS is_without_bank,
            bank_steps.most,
            split_days.asset_id IS NOT NULL AS is_split,
            CASE
                WHEN split_days.asset_id IS NULL THEN inputs.old_quantity
                ELSE (
                    SELECT restated(inputs.old_quantity, split.numerator, split.denominator)
                    FROM splits_between(
                        of_user, inputs.asset_id, end_of_month(inputs.before), end_of_month(inputs.period)
                    ) AS split
                )
            END AS held
        FROM inputs
        LEFT JOIN bank_steps ON bank_steps.asset_id = inputs.asset_id AND bank_steps.period = inputs.period
        LEFT JOIN split_days
            ON split_days.asset_id = inputs.asset_id
            AND split_days.last_day > end_of_month(inputs.before)
            AND split_days.first_day <= end_of_month(inputs.period)
        WHERE
            inputs.before IS NOT NULL
            AND inputs.contribution IS NULL
            AND num_nonnulls(inputs.quantity, inputs.old_quantity) > 0
    ),
    -- What is gone without a price left at that of before.
    priced_steps AS (
        SELECT
            steps.asset_id,
            steps.period,
            steps.currency,
            steps.rate,
            steps.old_currency,
            steps.old_rate,
            steps.quantity,
            steps.held,
            steps.price,
            CASE
                WHEN NOT steps.is_split OR steps.price IS NOT NULL THEN steps.old_price
                ELSE (
                    SELECT restated(steps.old_price, split.denominator, split.numerator)
                    FROM splits_between(
                        of_user, steps.asset_id, end_of_month(steps.before), end_of_month(steps.period)
                    ) AS split
                )
            END AS old_price
        FROM steps
        WHERE
            steps.is_without_bank
            OR (steps.most <= 0 AND steps.held >= 0 AND steps.quantity > steps.held)
    )
    SELECT
        inputs.asset_id,
        inputs.period,
        inputs.contribution AS amount,
        'contribution' AS source
    FROM inputs
    WHERE inputs.contribution IS NOT NULL AND inputs.period > end_of_month(after_month)
    UNION ALL
    SELECT
        bank.asset_id,
        bank.period,
        bank.amount,
        'bank' AS source
    FROM bank
    LEFT JOIN inputs
        ON inputs.asset_id = bank.asset_id
        AND inputs.period = bank.period
        AND inputs.contribution IS NOT NULL
    WHERE inputs.asset_id IS NULL
    UNION ALL
    SELECT
        steps.asset_id,
        steps.period,
        CASE
            WHEN steps.quantity = steps.held THEN 0
            ELSE round(
                (steps.quantity - steps.held) * coalesce(steps.price, steps.old_price) * coalesce(
                    CASE
                        WHEN steps.price IS NULL AND steps.old_currency IS DISTINCT FROM steps.currency
                            THEN steps.old_rate
                        ELSE steps.rate
                    END,
                    1
                ),
                4
            )
        END AS amount,
        CASE WHEN num_nulls(steps.quantity, steps.held) > 0 THEN 'unclear' ELSE 'derived' END AS source
    FROM priced_steps AS steps;
END;


-- Whether it is known in some months what was put into an asset: it is on record of any month up to the last, or each
-- of its values has a quantity, from the month before the first on.
CREATE FUNCTION is_put_in_known(of_user uuid, of_asset uuid, from_month date, to_month date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN
        EXISTS (SELECT FROM contributed_months(of_user, of_asset, to_month))
        OR (
            EXISTS (
                SELECT
                FROM newest_value(of_user, of_asset, to_month) AS newest
                JOIN newest_quantity(of_user, of_asset, to_month) AS held ON held.period = newest.period
            )
            AND NOT EXISTS (
                SELECT
                FROM asset_inputs
                WHERE
                    asset_inputs.user_id = of_user
                    AND asset_inputs.asset_id = of_asset
                    AND (asset_inputs.year, asset_inputs.month)
                        BETWEEN (year_of(from_month - 1), month_of(from_month - 1))
                        AND (year_of(to_month), month_of(to_month))
                    AND asset_inputs.quantity IS NULL
            )
        );


-- What a value was in its own currency: exactly, where it has a quantity.
CREATE FUNCTION exact_amount(quantity numeric, price numeric, native_amount numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN quantity IS NULL THEN native_amount ELSE quantity * coalesce(price, 0) END;


COMMENT ON FUNCTION month_contributions(uuid, date, date) IS
    'What was put into assets after a month and up to another, and by which source: the one place that ranks them.';
COMMENT ON FUNCTION is_put_in_known(uuid, uuid, date, date) IS
    'Whether it is on record in some months what was put into a user''s asset, or follows from its quantities.';
COMMENT ON FUNCTION exact_amount(numeric, numeric, numeric) IS
    'What a value was in its own currency: quantity times price, else the amount that was typed.';
