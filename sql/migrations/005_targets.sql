-- 005_targets.sql
-- The mix that somebody means to hold, from a month on, and what no constraint can say of it.


-- -------------------------------------------------------------------------------------------------
-- Sets of targets
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


-- What a category should be of all assets. The year and month are those in which the target's set begins. A
-- program that knows nothing of sets writes into that of 2000-01, the earliest there can be.
CREATE TABLE category_allocation_targets (
    user_id     uuid         NOT NULL,
    id          uuid         NOT NULL DEFAULT gen_random_uuid(),
    category_id uuid         NOT NULL,
    year        integer      NOT NULL DEFAULT 2000,
    month       integer      NOT NULL DEFAULT 1,
    period      date         NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    target_pct  numeric(9,6) NOT NULL,
    created_at  timestamptz  NOT NULL DEFAULT now(),
    updated_at  timestamptz  NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT target_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT target_is_for_a_category
        FOREIGN KEY (category_id) REFERENCES asset_categories (id),
    CONSTRAINT target_is_of_a_set  -- which keeps its month within the bounds of one
        FOREIGN KEY (user_id, year, month) REFERENCES target_sets (user_id, year, month),
    CONSTRAINT target_taken
        UNIQUE (user_id, category_id, year, month),
    CONSTRAINT target_between_0_and_1
        CHECK (target_pct BETWEEN 0 AND 1)
);

CREATE INDEX category_allocation_targets_by_category
    ON category_allocation_targets (category_id);

CREATE INDEX category_allocation_targets_by_set
    ON category_allocation_targets (user_id, year, month) INCLUDE (category_id, target_pct);


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
    CONSTRAINT target_is_of_a_set  -- which keeps its month within the bounds of one
        FOREIGN KEY (user_id, year, month) REFERENCES target_sets (user_id, year, month),
    CONSTRAINT asset_target_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT target_between_0_and_1
        CHECK (target_pct BETWEEN 0 AND 1)
);

CREATE INDEX asset_targets_by_set
    ON asset_targets (user_id, year, month) INCLUDE (asset_id, target_pct);


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


-- Targets are shares of the assets; a debt has none. A kind is fixed, so looking once is enough.
CREATE FUNCTION refuse_target_of_liability() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id) = 'liability' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER target_is_for_assets_only
    BEFORE INSERT OR UPDATE OF category_id ON category_allocation_targets
    FOR EACH ROW EXECUTE FUNCTION refuse_target_of_liability();


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


REVOKE EXECUTE ON FUNCTION
    begin_target_set(),
    refuse_target_of_liability(),
    refuse_target_of_debt(),
    refuse_more_than_the_whole(),
    refuse_more_than_the_category(),
    refuse_to_move_a_target()
FROM PUBLIC;
