-- 007_targets_by_month.sql
-- Targets that hold from a month on, shares within a category, and how much of a value was put in.


-- -------------------------------------------------------------------------------------------------
-- Targets
-- -------------------------------------------------------------------------------------------------

-- The mix that somebody means to hold is one whole set of targets, and it holds from a month on until
-- the next set begins: a past month is compared with the targets of its time. A set may be empty,
-- which says that there are no targets from then on; hence a row of its own.
CREATE TABLE target_sets (
    user_id    uuid        NOT NULL,
    id         uuid        NOT NULL DEFAULT gen_random_uuid(),
    year       integer     NOT NULL,
    month      integer     NOT NULL,
    period     date        NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT target_set_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT target_set_month_taken
        UNIQUE (user_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12)
);

-- The months in which each set is in force: from first_month on, up to but without next_month.
CREATE VIEW target_spans WITH (security_invoker = true) AS
SELECT
    user_id,
    year,
    month,
    period AS first_month,
    lead(period) OVER (PARTITION BY user_id ORDER BY year, month) AS next_month
FROM target_sets;


-- The year and month are those in which the target's set begins. A program that knows nothing of sets
-- writes into that of 2000-01, the earliest there can be; so do the targets written before this file.
ALTER TABLE category_allocation_targets ADD COLUMN year integer NOT NULL DEFAULT 2000;
ALTER TABLE category_allocation_targets ADD COLUMN month integer NOT NULL DEFAULT 1;
ALTER TABLE category_allocation_targets ADD COLUMN period date NOT NULL
    GENERATED ALWAYS AS (first_of_month(year, month)) STORED;
ALTER TABLE category_allocation_targets DROP CONSTRAINT target_taken;
ALTER TABLE category_allocation_targets ADD CONSTRAINT target_taken
    UNIQUE (user_id, category_id, year, month);

-- What an asset should be of the assets in its category: the part that is left when those of them
-- without a target keep what they are worth.
CREATE TABLE asset_targets (
    user_id    uuid         NOT NULL,
    id         uuid         NOT NULL DEFAULT gen_random_uuid(),
    asset_id   uuid         NOT NULL,
    year       integer      NOT NULL DEFAULT 2000,
    month      integer      NOT NULL DEFAULT 1,
    period     date         NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    target_pct numeric(9,6) NOT NULL,
    created_at timestamptz  NOT NULL DEFAULT now(),
    updated_at timestamptz  NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT target_is_for_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT asset_target_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT target_between_0_and_1
        CHECK (target_pct BETWEEN 0 AND 1)
);

-- The owner of the tables is held by row security too: what stands in them must be seen for a moment.
ALTER TABLE assets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE category_allocation_targets NO FORCE ROW LEVEL SECURITY;

INSERT INTO target_sets (user_id, year, month)
SELECT DISTINCT
    user_id,
    2000,
    1
FROM (
    SELECT user_id FROM category_allocation_targets
    UNION ALL
    SELECT user_id FROM assets WHERE sub_target_pct IS NOT NULL
) AS meant;

INSERT INTO asset_targets (user_id, asset_id, target_pct)
SELECT
    user_id,
    id,
    sub_target_pct
FROM assets
WHERE sub_target_pct IS NOT NULL;

ALTER TABLE assets FORCE ROW LEVEL SECURITY;
ALTER TABLE category_allocation_targets FORCE ROW LEVEL SECURITY;

-- They also keep the month of a target within its bounds: a set's own does.
ALTER TABLE category_allocation_targets ADD CONSTRAINT target_is_of_a_set
    FOREIGN KEY (user_id, year, month) REFERENCES target_sets (user_id, year, month);
ALTER TABLE asset_targets ADD CONSTRAINT target_is_of_a_set
    FOREIGN KEY (user_id, year, month) REFERENCES target_sets (user_id, year, month);

CREATE INDEX category_allocation_targets_by_set
    ON category_allocation_targets (user_id, year, month) INCLUDE (category_id, target_pct);
CREATE INDEX asset_targets_by_set
    ON asset_targets (user_id, year, month) INCLUDE (asset_id, target_pct);


-- -------------------------------------------------------------------------------------------------
-- What no constraint can say of targets
-- -------------------------------------------------------------------------------------------------

-- A target brings its set along, whoever writes it.
CREATE FUNCTION begin_target_set() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.target_sets (user_id, year, month)
    VALUES (NEW.user_id, NEW.year, NEW.month)
    ON CONFLICT (user_id, year, month) DO NOTHING;
    RETURN NEW;
END
$$;

CREATE TRIGGER begin_target_set
    BEFORE INSERT OR UPDATE OF user_id, year, month ON category_allocation_targets
    FOR EACH ROW EXECUTE FUNCTION begin_target_set();
CREATE TRIGGER begin_target_set
    BEFORE INSERT OR UPDATE OF user_id, year, month ON asset_targets
    FOR EACH ROW EXECUTE FUNCTION begin_target_set();


CREATE FUNCTION refuse_target_of_debt() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM public.assets
        JOIN public.asset_categories ON asset_categories.id = assets.category_id
        WHERE assets.user_id = NEW.user_id
          AND assets.id = NEW.asset_id
          AND asset_categories.kind = 'liability'
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER target_is_for_assets_only
    BEFORE INSERT OR UPDATE OF user_id, asset_id ON asset_targets
    FOR EACH ROW EXECUTE FUNCTION refuse_target_of_debt();


-- The targets of a set are shares of one whole. Writers of one set wait for each other at its row and
-- then see what the other has written. A statement is judged when it is done: what is raised and what
-- is lowered in one go is seen together.
CREATE FUNCTION refuse_more_than_the_whole() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM
    FROM public.target_sets
    WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
    ORDER BY user_id, year, month
    FOR UPDATE;

    IF EXISTS (
        SELECT
        FROM public.category_allocation_targets
        WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
        GROUP BY user_id, year, month
        HAVING sum(target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'targets_are_at_most_the_whole',
            MESSAGE = 'the targets of a set sum to at most 1';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER targets_are_at_most_the_whole_on_insert AFTER INSERT ON category_allocation_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_the_whole();
CREATE TRIGGER targets_are_at_most_the_whole_on_update AFTER UPDATE ON category_allocation_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_the_whole();


-- The same for the assets of each category.
CREATE FUNCTION refuse_more_than_the_category() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM
    FROM public.target_sets
    WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
    ORDER BY user_id, year, month
    FOR UPDATE;

    IF EXISTS (
        SELECT
        FROM public.asset_targets AS targets
        JOIN public.assets
            ON assets.user_id = targets.user_id
            AND assets.id = targets.asset_id
        WHERE (targets.user_id, targets.year, targets.month)
            IN (SELECT user_id, year, month FROM changed)
        GROUP BY targets.user_id, targets.year, targets.month, assets.category_id
        HAVING sum(targets.target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_targets_are_at_most_the_category',
            MESSAGE = 'the targets of a category''s assets sum to at most 1';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER asset_targets_are_at_most_the_category_on_insert AFTER INSERT ON asset_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_the_category();
CREATE TRIGGER asset_targets_are_at_most_the_category_on_update AFTER UPDATE ON asset_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_more_than_the_category();


-- An asset that moves takes its target along, where the other category has room for it.
CREATE FUNCTION refuse_to_move_a_target() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id) = 'liability'
        AND EXISTS (
            SELECT FROM public.asset_targets WHERE user_id = OLD.user_id AND asset_id = OLD.id
        )
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;

    IF EXISTS (
        SELECT
        FROM public.asset_targets AS own
        JOIN public.asset_targets AS others
            ON others.user_id = own.user_id
            AND others.year = own.year
            AND others.month = own.month
        JOIN public.assets
            ON assets.user_id = others.user_id
            AND assets.id = others.asset_id
        WHERE own.user_id = OLD.user_id
          AND own.asset_id = OLD.id
          AND assets.category_id = NEW.category_id
        GROUP BY own.id, own.target_pct
        HAVING own.target_pct + sum(others.target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_targets_are_at_most_the_category',
            MESSAGE = 'the targets of a category''s assets sum to at most 1';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER asset_target_moves_along BEFORE UPDATE OF category_id ON assets
    FOR EACH ROW WHEN (OLD.category_id <> NEW.category_id)
    EXECUTE FUNCTION refuse_to_move_a_target();


-- -------------------------------------------------------------------------------------------------
-- What was put in
-- -------------------------------------------------------------------------------------------------

-- How much of a value's change is money that was put in (of a debt: paid off), below zero what was taken
-- out; in the user's currency, as total is. Null says nothing: whether any was is not on record.
ALTER TABLE asset_inputs ADD COLUMN contribution numeric(24,4);
ALTER TABLE asset_inputs ADD CONSTRAINT contribution_is_a_number
    CHECK (contribution <> 'NaN');


-- -------------------------------------------------------------------------------------------------
-- What reports have in common
-- -------------------------------------------------------------------------------------------------

-- What is owned, and not what is owed, with its category.
CREATE VIEW asset_worth WITH (security_invoker = true) AS
SELECT
    asset_inputs.user_id,
    asset_inputs.year,
    asset_inputs.month,
    asset_inputs.period,
    asset_inputs.asset_id,
    assets.category_id,
    asset_inputs.total,
    asset_inputs.carried
FROM asset_inputs
JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE asset_categories.kind = 'asset';

-- Each target with the months in which it is in force.
CREATE VIEW category_target_spans WITH (security_invoker = true) AS
SELECT
    target_spans.user_id,
    target_spans.first_month,
    target_spans.next_month,
    category_allocation_targets.category_id,
    category_allocation_targets.target_pct
FROM target_spans
JOIN category_allocation_targets
    ON category_allocation_targets.user_id = target_spans.user_id
    AND category_allocation_targets.year = target_spans.year
    AND category_allocation_targets.month = target_spans.month;

CREATE VIEW asset_target_spans WITH (security_invoker = true) AS
SELECT
    target_spans.user_id,
    target_spans.first_month,
    target_spans.next_month,
    asset_targets.asset_id,
    asset_targets.target_pct
FROM target_spans
JOIN asset_targets
    ON asset_targets.user_id = target_spans.user_id
    AND asset_targets.year = target_spans.year
    AND asset_targets.month = target_spans.month;


-- What an asset should be worth in a whole of so much, to the four decimals that money has: its part of
-- what those of its category without one leave of the category's target; all of that where it is alone in
-- the category and no part is said; null where nothing says it.
CREATE FUNCTION asset_wish(
    part numeric, target numeric, whole numeric, kept numeric, is_alone boolean
) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN part IS NOT NULL THEN round(part * greatest(target * whole - kept, 0), 4)
        WHEN is_alone THEN round(target * whole, 4)
    END;

-- The parts of a whole as fractions of it, with six decimals, that sum to 1: each is rounded down to
-- millionths, and what that leaves goes, one each, to those that lost most (largest remainders, of equals
-- the first). Null for a null part, and for all where they sum to nothing or less.
CREATE FUNCTION shares_of(parts numeric[]) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT
            array_agg(
                CASE
                    WHEN whole > 0
                    THEN round((millionths + (nth <= 1000000 - taken)::integer) / 1000000, 6)
                END
                ORDER BY place
            )
        FROM (
            SELECT
                place,
                whole,
                millionths,
                sum(millionths) OVER () AS taken,
                row_number() OVER (
                    ORDER BY part * 1000000 - millionths * whole DESC NULLS LAST, place
                ) AS nth
            FROM (
                SELECT
                    place,
                    part,
                    whole,
                    div(part * 1000000, nullif(whole, 0))
                    - (mod(part * 1000000, nullif(whole, 0)) < 0)::integer AS millionths
                FROM (
                    SELECT
                        place,
                        part,
                        sum(part) OVER () AS whole
                    FROM unnest(parts) WITH ORDINALITY AS given (part, place)
                ) AS summed
            ) AS floored
        ) AS ranked
    );


-- -------------------------------------------------------------------------------------------------
-- What every table of a user's keeps
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON target_sets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON asset_targets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

ALTER TABLE target_sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE target_sets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON target_sets
    USING (user_id = current_user_id());

ALTER TABLE asset_targets ENABLE ROW LEVEL SECURITY;
ALTER TABLE asset_targets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON asset_targets
    USING (user_id = current_user_id());

REVOKE EXECUTE ON FUNCTION
    begin_target_set(),
    refuse_target_of_debt(),
    refuse_more_than_the_whole(),
    refuse_more_than_the_category(),
    refuse_to_move_a_target()
FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON target_sets, asset_targets TO finally_app;
        GRANT SELECT ON
            target_spans,
            asset_worth,
            category_target_spans,
            asset_target_spans
        TO finally_app;
    END IF;
END
$$;
