-- 020_quantities.sql
-- How many of an asset there are, and at what price each, beside the value that follows.


-- Null: by its value, which is typed. Both can be recorded of any asset: this is what is asked for.
ALTER TABLE assets ADD COLUMN kept_by text;
ALTER TABLE assets ADD CONSTRAINT asset_is_kept_by_quantity_or_by_value
    CHECK (kept_by = 'quantity');
ALTER TABLE assets ALTER COLUMN kept_by SET STATISTICS 0;

COMMENT ON COLUMN assets.kept_by IS
    'quantity where its value follows from a quantity and a price; null where the value is typed.';


-- quantity has the sign of total, and price is in the asset's currency. The two are exact, and their product is
-- turned and rounded once: of such a value native_amount is shown, and total does not follow from it.
ALTER TABLE asset_inputs ADD COLUMN quantity numeric;
ALTER TABLE asset_inputs ADD COLUMN price numeric;
ALTER TABLE asset_inputs ADD CONSTRAINT quantity_is_a_number
    CHECK (quantity = round(quantity, 40) AND abs(quantity) < 1e30);
ALTER TABLE asset_inputs ADD CONSTRAINT price_is_above_zero
    CHECK (price > 0 AND price = round(price, 40) AND price < 1e30);
ALTER TABLE asset_inputs ADD CONSTRAINT quantity_has_a_price_unless_it_is_zero
    CHECK ((price IS NULL OR quantity IS NOT NULL) AND (price IS NOT NULL OR coalesce(quantity, 0) = 0));

-- A value in which a split has been counted is the same to all digits but perhaps the last.
ALTER TABLE asset_inputs ADD CONSTRAINT total_is_quantity_times_price
    CHECK (abs(total - quantity * coalesce(price, 0) * coalesce(rate, 1)) <= 0.0001);
ALTER TABLE asset_inputs ADD CONSTRAINT native_amount_is_quantity_times_price
    CHECK (abs(native_amount - quantity * coalesce(price, 0)) <= 0.0001);
ALTER TABLE asset_inputs DROP CONSTRAINT total_is_native_amount_times_rate;
ALTER TABLE asset_inputs ADD CONSTRAINT total_is_native_amount_times_rate
    CHECK (quantity IS NOT NULL OR total = converted(native_amount, rate));

ALTER TABLE asset_inputs ALTER COLUMN quantity SET STATISTICS 0;
ALTER TABLE asset_inputs ALTER COLUMN price SET STATISTICS 0;

COMMENT ON COLUMN asset_inputs.quantity IS
    'How many there were, below zero of what is owed; null where the value itself was typed.';
COMMENT ON COLUMN asset_inputs.price IS
    'What each of them cost, in the currency of the asset; null where the value itself was typed.';


-- The newest quantity of an asset that was recorded up to a month; a value that was typed has none.
CREATE FUNCTION newest_quantity(of_user uuid, of_asset uuid, up_to date)
RETURNS TABLE (period date, quantity numeric, price numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        asset_inputs.period,
        asset_inputs.quantity,
        asset_inputs.price
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = of_user
        AND asset_inputs.asset_id = of_asset
        AND (asset_inputs.year, asset_inputs.month) <= (year_of(up_to), month_of(up_to))
        AND asset_inputs.quantity IS NOT NULL
    ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
    LIMIT 1;
END;

COMMENT ON FUNCTION newest_quantity(uuid, uuid, date) IS
    'The newest quantity of an asset that was recorded up to a month, with its month and price.';


-- -------------------------------------------------------------------------------------------------
-- What was carried forward follows with its quantity
-- -------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION correct_copies(owners uuid[], changed_assets uuid[], changed_months date[])
RETURNS integer
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    corrected integer;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
        JOIN public.asset_inputs AS copied
            ON copied.user_id = changed.user_id
            AND copied.asset_id = changed.asset_id
            AND copied.period > changed.period
            AND copied.carried
    ) THEN
        RETURN 0;
    END IF;
    UPDATE public.asset_inputs AS kept
    SET
        total = written.total,
        native_amount = written.native_amount,
        currency = written.currency,
        rate = written.rate,
        quantity = written.quantity,
        price = written.price
    FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
    JOIN public.asset_inputs AS copied
        ON copied.user_id = changed.user_id
        AND copied.asset_id = changed.asset_id
        AND copied.period > changed.period
        AND copied.carried
    CROSS JOIN LATERAL (
        SELECT
            earlier.total,
            earlier.native_amount,
            earlier.currency,
            earlier.rate,
            earlier.quantity,
            earlier.price
        FROM public.asset_inputs AS earlier
        WHERE
            earlier.user_id = copied.user_id
            AND earlier.asset_id = copied.asset_id
            AND (earlier.year, earlier.month) < (copied.year, copied.month)
            AND NOT earlier.carried
        ORDER BY earlier.year DESC, earlier.month DESC
        LIMIT 1
    ) AS written
    WHERE
        kept.user_id = copied.user_id
        AND kept.id = copied.id
        AND (kept.total, kept.native_amount, kept.currency, kept.rate, kept.quantity, kept.price)
        IS DISTINCT FROM (
            written.total, written.native_amount, written.currency, written.rate, written.quantity, written.price
        );
    GET DIAGNOSTICS corrected = ROW_COUNT;
    RETURN corrected;
END
$$;

CREATE OR REPLACE FUNCTION keep_copies() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owners uuid[];
    changed_assets uuid[];
    changed_months date[];
BEGIN
    IF current_setting('finally.copies', true) = 'as they are' THEN
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM removed
            GROUP BY user_id, asset_id
        ) AS changed;
    ELSE
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM (
                SELECT user_id, asset_id, period
                FROM (TABLE removed UNION ALL TABLE added) AS images
                GROUP BY
                    user_id, asset_id, period, total, native_amount, currency, rate, quantity, price, carried
                HAVING count(*) = 1  -- a month holds one value: twice there, it is as it was
            ) AS moved
            GROUP BY user_id, asset_id
        ) AS changed;
    END IF;
    IF owners IS NOT NULL THEN
        PERFORM public.correct_copies(owners, changed_assets, changed_months);
    END IF;
    RETURN NULL;
END
$$;
