-- 001_initial_schema.sql
-- The tables of a household's finances, their rules and their indexes.
--
-- Five habits, kept by every table of this file and of the migrations to come:
--
-- * A user-owned row is known by (user_id, id), and every key between user-owned tables carries
--   user_id. So no row can point at another user's row, and the schema can be sharded by user.
-- * A constraint is named as the rule it keeps: its name is what the program turns into a sentence.
-- * Money is numeric(24,4), a share is numeric(9,6) between 0 and 1. PostgreSQL's numeric admits
--   NaN, which sorts above every number and survives every sum, so each numeric column refuses it.
-- * A month is year and month. period, its first day, is generated from them, for ranges.
-- * Nothing disappears by itself: no foreign key cascades. Who deletes says first what goes along.


-- The first day of a month. Parts out of range are clamped and not refused, for a generated column
-- is computed before the CHECKs: month 13 must fail by the CHECK that names the rule, not in here.
CREATE FUNCTION first_of_month(year integer, month integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_date(least(greatest(year, 2000), 2100), least(greatest(month, 1), 12), 1);


-- -------------------------------------------------------------------------------------------------
-- Who
-- -------------------------------------------------------------------------------------------------

CREATE TABLE users (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text        NOT NULL,
    display_name  text,
    cognito_sub   text,
    base_currency text        NOT NULL DEFAULT 'USD',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT email_is_1_to_320_characters
        CHECK (char_length(email) BETWEEN 1 AND 320),
    CONSTRAINT email_has_no_spaces_around_it
        CHECK (email = btrim(email)),
    CONSTRAINT display_name_is_1_to_200_characters
        CHECK (char_length(btrim(display_name)) >= 1 AND char_length(display_name) <= 200),
    CONSTRAINT cognito_sub_is_1_to_200_characters
        CHECK (char_length(cognito_sub) BETWEEN 1 AND 200),
    CONSTRAINT base_currency_is_three_capital_letters
        CHECK (base_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT user_cognito_sub_taken
        UNIQUE (cognito_sub)
);

CREATE UNIQUE INDEX user_email_taken ON users (lower(email));


-- -------------------------------------------------------------------------------------------------
-- Categories: built in where user_id is null, else one user's own. All are small.
-- -------------------------------------------------------------------------------------------------

CREATE TABLE asset_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    kind       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,  -- a user's own come after the built-in ones
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT asset_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100),
    CONSTRAINT kind_is_asset_or_liability
        CHECK (kind IN ('asset', 'liability'))
);

CREATE TABLE income_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT income_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);

CREATE TABLE expense_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT expense_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);

-- A subcategory's code is unique over all categories, so that naming it alone says both.
CREATE TABLE expense_subcategories (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid,
    category_id uuid        NOT NULL,
    code        text        NOT NULL,
    name        text        NOT NULL,
    sort_order  integer     NOT NULL DEFAULT 1000,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT subcategory_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT expense_subcategory_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT expense_subcategory_of_category  -- what expense_items refers to
        UNIQUE (category_id, id),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);


-- -------------------------------------------------------------------------------------------------
-- What is owned and owed
-- -------------------------------------------------------------------------------------------------

CREATE TABLE assets (
    user_id              uuid          NOT NULL,
    id                   uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id          uuid          NOT NULL,
    asset_name           text          NOT NULL,
    ticker               text,
    currency             text,         -- null: the user's base currency
    market_cap           numeric(24,4),
    market_cap_source    text,
    market_cap_synced_at timestamptz,
    sub_target_pct       numeric(9,6), -- the share wanted within its category
    closed_on            date,         -- null: open
    created_at           timestamptz   NOT NULL DEFAULT now(),
    updated_at           timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT asset_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT asset_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES asset_categories (id),
    CONSTRAINT asset_name_is_1_to_200_characters
        CHECK (char_length(btrim(asset_name)) >= 1 AND char_length(asset_name) <= 200),
    CONSTRAINT asset_name_has_no_spaces_around_it
        CHECK (asset_name = btrim(asset_name)),
    CONSTRAINT ticker_is_1_to_32_characters
        CHECK (char_length(btrim(ticker)) >= 1 AND char_length(ticker) <= 32),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT market_cap_is_not_negative
        CHECK (market_cap >= 0 AND market_cap <> 'NaN'),
    CONSTRAINT market_cap_source_is_1_to_200_characters
        CHECK (char_length(market_cap_source) BETWEEN 1 AND 200),
    CONSTRAINT sub_target_between_0_and_1
        CHECK (sub_target_pct BETWEEN 0 AND 1)
);

CREATE UNIQUE INDEX asset_name_taken ON assets (user_id, lower(asset_name));

-- Deleting a category looks for what uses it by category alone; so do the indexes like it below.
CREATE INDEX assets_by_category ON assets (category_id);


-- The monthly snapshot. total is in the user's base currency and signed: a debt is negative, so
-- that SUM(total) is the net worth. Of a value in another currency the row keeps what was typed and
-- the rate it was turned with: past months never move when today's rate does.
CREATE TABLE asset_inputs (
    user_id       uuid           NOT NULL,
    id            uuid           NOT NULL DEFAULT gen_random_uuid(),
    asset_id      uuid           NOT NULL,
    year          integer        NOT NULL,
    month         integer        NOT NULL,
    period        date           NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    total         numeric(24,4)  NOT NULL,
    native_amount numeric(24,4),  -- these three: null for a value in base currency
    currency      text,
    rate          numeric(24,12), -- 1 of currency is rate of base currency
    notes         text,
    carried       boolean        NOT NULL DEFAULT false,  -- copied forward, not looked up
    created_at    timestamptz    NOT NULL DEFAULT now(),
    updated_at    timestamptz    NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    -- The asset's own key proves the user: a second one here would cost a sixth of every import.
    CONSTRAINT snapshot_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    -- Also finds an asset's newest value, read backwards: ORDER BY year DESC, month DESC.
    CONSTRAINT snapshot_month_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT total_is_a_number
        CHECK (total <> 'NaN'),
    CONSTRAINT native_amount_is_a_number
        CHECK (native_amount <> 'NaN'),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT rate_is_above_zero
        CHECK (rate > 0 AND rate <> 'NaN'),
    CONSTRAINT native_amount_currency_and_rate_go_together
        CHECK (num_nulls(native_amount, currency, rate) IN (0, 3)),
    CONSTRAINT total_is_native_amount_times_rate
        CHECK (total = round(native_amount * rate, 4)),
    CONSTRAINT notes_are_at_most_2000_characters
        CHECK (char_length(notes) <= 2000)
);

-- One user's month from the index alone; a range of months too, as (year, month) BETWEEN … AND ….
CREATE INDEX asset_inputs_by_month
    ON asset_inputs (user_id, year, month) INCLUDE (asset_id, total, carried);


CREATE TABLE market_cap_history (
    user_id    uuid          NOT NULL,
    id         uuid          NOT NULL DEFAULT gen_random_uuid(),
    asset_id   uuid          NOT NULL,
    year       integer       NOT NULL,
    month      integer       NOT NULL,
    period     date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    market_cap numeric(24,4) NOT NULL,
    source     text          NOT NULL,
    created_at timestamptz   NOT NULL DEFAULT now(),
    updated_at timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT market_cap_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT market_cap_month_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT market_cap_is_not_negative
        CHECK (market_cap >= 0 AND market_cap <> 'NaN'),
    CONSTRAINT market_cap_source_is_1_to_200_characters
        CHECK (char_length(source) BETWEEN 1 AND 200)
);


-- What one unit of from_currency was worth in to_currency, month by month.
CREATE TABLE fx_rates (
    user_id       uuid           NOT NULL,
    id            uuid           NOT NULL DEFAULT gen_random_uuid(),
    from_currency text           NOT NULL,
    to_currency   text           NOT NULL,
    year          integer        NOT NULL,
    month         integer        NOT NULL,
    period        date           NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    rate          numeric(24,12) NOT NULL,
    created_at    timestamptz    NOT NULL DEFAULT now(),
    updated_at    timestamptz    NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT fx_rate_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT fx_rate_month_taken
        UNIQUE (user_id, from_currency, to_currency, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (from_currency ~ '^[A-Z]{3}$' AND to_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT currencies_differ
        CHECK (from_currency <> to_currency),
    CONSTRAINT rate_is_above_zero
        CHECK (rate > 0 AND rate <> 'NaN')
);


-- The net worth of each month that has snapshots: SUM(total) and COUNT(*) of asset_inputs, kept
-- true by trigger (003) in the transaction that changes a snapshot. Wider than money: it is a sum.
CREATE TABLE networth_materialized (
    user_id     uuid          NOT NULL,
    year        integer       NOT NULL,
    month       integer       NOT NULL,
    period      date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    net_worth   numeric(28,4) NOT NULL,
    snapshots   integer       NOT NULL,
    computed_at timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, year, month),
    CONSTRAINT net_worth_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT net_worth_is_a_number
        CHECK (net_worth <> 'NaN')
);

-- Each user's newest month. All three keys descend: that is the primary key, read backwards.
CREATE VIEW latest_networth WITH (security_invoker = true) AS
SELECT DISTINCT ON (user_id)
    user_id,
    year,
    month,
    period,
    net_worth,
    snapshots,
    computed_at
FROM networth_materialized
ORDER BY
    user_id DESC,
    year DESC,
    month DESC;


-- -------------------------------------------------------------------------------------------------
-- What comes in and goes out
-- -------------------------------------------------------------------------------------------------

-- An amount may be negative: money given back, netted against its category.
CREATE TABLE incoming_items (
    user_id     uuid          NOT NULL,
    id          uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id uuid          NOT NULL,
    year        integer       NOT NULL,
    month       integer       NOT NULL,
    period      date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    amount      numeric(24,4) NOT NULL,
    description text,
    received_on date,         -- null: some day of that month
    created_at  timestamptz   NOT NULL DEFAULT now(),
    updated_at  timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT income_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT income_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES income_categories (id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT amount_is_not_zero
        CHECK (amount <> 0),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000),
    CONSTRAINT received_on_lies_in_its_month
        CHECK (extract(year FROM received_on) = year AND extract(month FROM received_on) = month)
);

CREATE INDEX incoming_items_by_month
    ON incoming_items (user_id, year, month, category_id) INCLUDE (amount);

CREATE INDEX incoming_items_by_category
    ON incoming_items (category_id);


-- A refund is a negative expense.
CREATE TABLE expense_items (
    user_id        uuid          NOT NULL,
    id             uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id    uuid          NOT NULL,
    subcategory_id uuid,
    year           integer       NOT NULL,
    month          integer       NOT NULL,
    period         date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    amount         numeric(24,4) NOT NULL,
    description    text,
    spent_on       date,         -- null: some day of that month
    created_at     timestamptz   NOT NULL DEFAULT now(),
    updated_at     timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT expense_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT expense_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT expense_subcategory_is_of_its_category
        FOREIGN KEY (category_id, subcategory_id)
        REFERENCES expense_subcategories (category_id, id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT amount_is_not_zero
        CHECK (amount <> 0),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000),
    CONSTRAINT spent_on_lies_in_its_month
        CHECK (extract(year FROM spent_on) = year AND extract(month FROM spent_on) = month)
);

CREATE INDEX expense_items_by_month
    ON expense_items (user_id, year, month, category_id) INCLUDE (subcategory_id, amount);

CREATE INDEX expense_items_by_category
    ON expense_items (category_id, subcategory_id);


-- -------------------------------------------------------------------------------------------------
-- What was meant to be
-- -------------------------------------------------------------------------------------------------

-- A budget may be negative: what was overspent is rolled into the next month. calculated says that
-- the amount was rolled forward and not typed.
CREATE TABLE budgets (
    user_id       uuid          NOT NULL,
    id            uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id   uuid          NOT NULL,
    year          integer       NOT NULL,
    month         integer       NOT NULL,
    period        date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    budget_amount numeric(24,4) NOT NULL,
    calculated    boolean       NOT NULL DEFAULT false,
    created_at    timestamptz   NOT NULL DEFAULT now(),
    updated_at    timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT budget_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT budget_is_for_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT budget_month_taken
        UNIQUE (user_id, category_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT budget_amount_is_a_number
        CHECK (budget_amount <> 'NaN')
);

CREATE INDEX budgets_by_month
    ON budgets (user_id, year, month) INCLUDE (category_id, budget_amount, calculated);

CREATE INDEX budgets_by_category
    ON budgets (category_id);


CREATE TABLE category_allocation_targets (
    user_id     uuid         NOT NULL,
    id          uuid         NOT NULL DEFAULT gen_random_uuid(),
    category_id uuid         NOT NULL,
    target_pct  numeric(9,6) NOT NULL,
    created_at  timestamptz  NOT NULL DEFAULT now(),
    updated_at  timestamptz  NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT target_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT target_is_for_a_category
        FOREIGN KEY (category_id) REFERENCES asset_categories (id),
    CONSTRAINT target_taken
        UNIQUE (user_id, category_id),
    CONSTRAINT target_between_0_and_1
        CHECK (target_pct BETWEEN 0 AND 1)
);

CREATE INDEX category_allocation_targets_by_category
    ON category_allocation_targets (category_id);


-- -------------------------------------------------------------------------------------------------
-- What was done
-- -------------------------------------------------------------------------------------------------

-- The clock and not the transaction's start: the events of one transaction keep their order.
CREATE TABLE audit_events (
    user_id    uuid        NOT NULL,
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    event_type text        NOT NULL,
    payload    jsonb       NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT event_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT event_type_is_1_to_100_characters
        CHECK (char_length(event_type) BETWEEN 1 AND 100),
    CONSTRAINT payload_is_an_object
        CHECK (jsonb_typeof(payload) = 'object')
);

CREATE INDEX audit_events_by_time ON audit_events (user_id, created_at, id);
