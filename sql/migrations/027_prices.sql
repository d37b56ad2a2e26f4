-- 027_prices.sql
-- What one of an asset cost from day to day, and splits, by which one became several.
--
-- Prices are of days and of no month: a value keeps the price that it was recorded with, so that none changes when a
-- price does, and a closed month stays as it is.
--
-- A quantity is kept as there were so many at the end of its month, and a price as it was on its day. A split is
-- kept beside them, and nothing is written anew: whoever looks counts the splits in between, by exact fractions. All
-- that is shown and typed is in the shares of today.

CREATE TABLE prices (
    user_id    uuid        NOT NULL,
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    asset_id   uuid        NOT NULL,
    day        date        NOT NULL,
    price      numeric     NOT NULL,
    currency   text        NOT NULL,
    source     text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT price_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    -- Also finds the last price up to a day, read backwards.
    CONSTRAINT price_day_taken
        UNIQUE (user_id, asset_id, day),
    CONSTRAINT price_is_of_a_day_from_2000_to_2100
        CHECK (day BETWEEN '2000-01-01' AND '2100-12-31'),
    CONSTRAINT price_is_above_zero
        CHECK (price > 0 AND price = round(price, 40) AND price < 1e30),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT price_source_is_1_to_200_characters
        CHECK (char_length(source) BETWEEN 1 AND 200)
);

CREATE INDEX prices_by_day ON prices (user_id, day);


CREATE TABLE splits (
    user_id     uuid        NOT NULL,
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    asset_id    uuid        NOT NULL,
    day         date        NOT NULL,
    numerator   integer     NOT NULL,
    denominator integer     NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT split_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT split_day_taken
        UNIQUE (user_id, asset_id, day),
    CONSTRAINT split_is_of_a_day_from_2000_to_2100
        CHECK (day BETWEEN '2000-01-01' AND '2100-12-31'),
    CONSTRAINT split_makes_1_to_1000000
        CHECK (numerator BETWEEN 1 AND 1000000),
    CONSTRAINT split_is_of_1_to_1000000
        CHECK (denominator BETWEEN 1 AND 1000000),
    CONSTRAINT split_changes_how_many_there_are
        CHECK (numerator <> denominator)
);


CREATE FUNCTION end_of_month(of_month date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (date_trunc('month', of_month::timestamp) + interval '1 month')::date - 1;

-- An amount times a fraction. What comes out even is exact; of what does not, forty decimals are kept, far more than
-- are shown.
CREATE FUNCTION restated(amount numeric, numerator numeric, denominator numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN numerator = denominator THEN amount
        ELSE trim_scale(round((amount * numerator)::numeric(160, 80) / denominator, 40))
    END;

-- What became of one share between two days, by the splits after the first and up to the last: numerator for
-- denominator. One row, 1 for 1 where there was none.
CREATE FUNCTION splits_between(of_user uuid, of_asset uuid, after_day date, up_to date)
RETURNS TABLE (numerator numeric, denominator numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH RECURSIVE between_them AS (
        SELECT
            row_number() OVER (ORDER BY splits.day) AS place,
            splits.numerator,
            splits.denominator
        FROM splits
        WHERE
            splits.user_id = of_user
            AND splits.asset_id = of_asset
            AND splits.day > after_day
            AND splits.day <= up_to
    ),
    counted AS (
        SELECT
            0::bigint AS place,
            1::numeric AS numerator,
            1::numeric AS denominator
        UNION ALL
        SELECT
            between_them.place,
            counted.numerator * between_them.numerator,
            counted.denominator * between_them.denominator
        FROM counted
        JOIN between_them ON between_them.place = counted.place + 1
    )
    SELECT
        counted.numerator,
        counted.denominator
    FROM counted
    ORDER BY counted.place DESC
    LIMIT 1;
END;

-- The last price of an asset up to a day, in the shares and the currency of that day.
CREATE FUNCTION newest_price(of_user uuid, of_asset uuid, in_currency text, up_to date)
RETURNS TABLE (day date, price numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        prices.day,
        prices.price
    FROM prices
    WHERE
        prices.user_id = of_user
        AND prices.asset_id = of_asset
        AND prices.day <= up_to
        AND prices.currency = in_currency
    ORDER BY prices.day DESC
    LIMIT 1;
END;

-- What each asset that is open in a month and kept by quantity is worth in it: the newest quantity up to it at the
-- price of the month, both in the shares of that month. Null is what lacks; a quantity of zero needs no price.
CREATE FUNCTION month_holdings(of_user uuid, of_month date)
RETURNS TABLE (
    asset_id uuid, asset_name text, currency text, is_foreign boolean, rate numeric, quantity numeric, price numeric,
    day date
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        assets.id AS asset_id,
        assets.asset_name,
        coalesce(assets.currency, users.base_currency) AS currency,
        coalesce(assets.currency <> users.base_currency, false) AS is_foreign,
        usable_rates.rate,
        restated(held.quantity, grown.numerator, grown.denominator) AS quantity,
        restated(newest.price, risen.denominator, risen.numerator) AS price,
        newest.day
    FROM assets
    JOIN users ON users.id = of_user
    LEFT JOIN usable_rates
        ON usable_rates.user_id = of_user
        AND usable_rates.from_currency = assets.currency
        AND usable_rates.to_currency = users.base_currency
        AND usable_rates.year = year_of(of_month)
        AND usable_rates.month = month_of(of_month)
    LEFT JOIN LATERAL newest_quantity(of_user, assets.id, of_month) AS held ON true
    LEFT JOIN LATERAL newest_price(
        of_user, assets.id, coalesce(assets.currency, users.base_currency), end_of_month(of_month)
    ) AS newest ON true
    LEFT JOIN LATERAL splits_between(
        of_user, assets.id, end_of_month(held.period), end_of_month(of_month)
    ) AS grown ON true
    LEFT JOIN LATERAL splits_between(of_user, assets.id, newest.day, end_of_month(of_month)) AS risen ON true
    WHERE
        assets.user_id = of_user
        AND assets.kept_by = 'quantity'
        AND (assets.closed_on IS NULL OR assets.closed_on > of_month);
END;


-- -------------------------------------------------------------------------------------------------
-- What was carried forward over a split is as many times as much
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
            public.restated(earlier.quantity, split.numerator, split.denominator) AS quantity,
            public.restated(earlier.price, split.denominator, split.numerator) AS price
        FROM public.asset_inputs AS earlier
        CROSS JOIN LATERAL public.splits_between(
            earlier.user_id, earlier.asset_id, public.end_of_month(earlier.period), public.end_of_month(copied.period)
        ) AS split
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


-- -------------------------------------------------------------------------------------------------
-- What every table of books has
-- -------------------------------------------------------------------------------------------------

SELECT set_up_own_table(own_table)
FROM unnest('{prices, splits}'::text[]) AS own_table;


-- -------------------------------------------------------------------------------------------------
-- What each is
-- -------------------------------------------------------------------------------------------------

COMMENT ON COLUMN asset_inputs.quantity IS
    'How many there were at the end of the month, before later splits; below zero of what is owed; else null.';
COMMENT ON COLUMN asset_inputs.price IS
    'What each of them cost, in the currency of the asset; null where the value itself was typed.';

COMMENT ON TABLE prices IS 'What one of an asset cost on a day, in its shares of that day.';
COMMENT ON COLUMN prices.user_id IS 'Whose row it is.';
COMMENT ON COLUMN prices.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN prices.asset_id IS 'The asset whose price it is.';
COMMENT ON COLUMN prices.day IS 'The day; the price of a month is the last one up to its end.';
COMMENT ON COLUMN prices.price IS 'What one cost.';
COMMENT ON COLUMN prices.currency IS 'In which currency, an ISO 4217 code: that of the asset when it was recorded.';
COMMENT ON COLUMN prices.source IS 'Where it is from; null where that was not said.';
COMMENT ON COLUMN prices.created_at IS 'When the row was added.';
COMMENT ON COLUMN prices.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON TABLE splits IS 'What became of the shares of an asset on a day: numerator for denominator.';
COMMENT ON COLUMN splits.user_id IS 'Whose row it is.';
COMMENT ON COLUMN splits.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN splits.asset_id IS 'The asset whose shares were split.';
COMMENT ON COLUMN splits.day IS 'The first day on which there were as many as after it.';
COMMENT ON COLUMN splits.numerator IS 'How many there are after it, for each denominator before.';
COMMENT ON COLUMN splits.denominator IS 'How many there were before it, for each numerator after.';
COMMENT ON COLUMN splits.created_at IS 'When the row was added.';
COMMENT ON COLUMN splits.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON FUNCTION end_of_month(date) IS 'The last day of the month of a day.';
COMMENT ON FUNCTION restated(numeric, numeric, numeric) IS
    'An amount times a fraction, exactly where it comes out even.';
COMMENT ON FUNCTION splits_between(uuid, uuid, date, date) IS
    'What became of one share of an asset after a day and up to another: numerator for denominator.';
COMMENT ON FUNCTION newest_price(uuid, uuid, text, date) IS 'The last price of an asset up to a day, and its day.';
COMMENT ON FUNCTION month_holdings(uuid, date) IS
    'What each asset that is kept by quantity holds at the end of a month, at its price; null is what lacks.';
