-- 016_goals.sql
-- What somebody saves for, or pays off, and which assets count towards it.
--
-- A goal keeps what it was asked for and nothing that follows from the books: how far it is, is worked out of values
-- each time. An amount may follow from what is spent, and then it is the factor that is kept.

CREATE TABLE goals (
    user_id               uuid          NOT NULL,
    id                    uuid          NOT NULL DEFAULT gen_random_uuid(),
    goal_name             text          NOT NULL,
    amount                numeric(24,4),          -- one of the three says how much it is
    months_of_spending    numeric(9,2),
    times_yearly_spending numeric(9,2),
    from_amount           numeric(24,4) NOT NULL DEFAULT 0,
    due_month             date,
    closed_on             date,
    created_at            timestamptz   NOT NULL DEFAULT now(),
    updated_at            timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT goal_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT goal_name_is_1_to_100_characters
        CHECK (char_length(goal_name) BETWEEN 1 AND 100),
    CONSTRAINT goal_name_has_no_spaces_around_it
        CHECK (goal_name = btrim(goal_name)),
    CONSTRAINT goal_amount_is_above_zero
        CHECK (amount > 0 AND amount <> 'NaN'),
    CONSTRAINT months_of_spending_between_0_and_1200
        CHECK (months_of_spending > 0 AND months_of_spending <= 1200),
    CONSTRAINT times_yearly_spending_between_0_and_1200
        CHECK (times_yearly_spending > 0 AND times_yearly_spending <= 1200),
    CONSTRAINT goal_is_measured_in_one_way
        CHECK (num_nonnulls(amount, months_of_spending, times_yearly_spending) = 1),
    CONSTRAINT goal_begins_at_a_number
        CHECK (from_amount <> 'NaN'),
    CONSTRAINT goal_ends_with_a_month
        CHECK (due_month >= '2000-01-01' AND due_month <= '2100-12-01' AND extract(DAY FROM due_month) = 1),
    CONSTRAINT goal_closes_with_a_month
        CHECK (closed_on >= '2000-01-01' AND closed_on <= '2100-12-01' AND extract(DAY FROM closed_on) = 1)
);

CREATE UNIQUE INDEX goal_name_taken ON goals (user_id, folded(goal_name));


-- A goal without parts is of all that there is.
CREATE TABLE goal_parts (
    user_id     uuid        NOT NULL,
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    goal_id     uuid        NOT NULL,
    asset_id    uuid,
    category_id uuid,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT goal_part_is_of_a_goal
        FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id),
    CONSTRAINT goal_counts_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT goal_counts_a_category
        FOREIGN KEY (category_id) REFERENCES asset_categories (id),
    CONSTRAINT goal_part_is_an_asset_or_a_category
        CHECK (num_nonnulls(asset_id, category_id) = 1)
);

CREATE UNIQUE INDEX goal_part_taken ON goal_parts (user_id, goal_id, asset_id, category_id) NULLS NOT DISTINCT;
CREATE INDEX goal_parts_by_asset ON goal_parts (user_id, asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX goal_parts_by_category ON goal_parts (category_id) WHERE category_id IS NOT NULL;


-- The assets that each goal of a user counts, each once.
CREATE FUNCTION goal_assets(of_user uuid)
RETURNS TABLE (goal_id uuid, asset_id uuid, closed_month date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        goals.id AS goal_id,
        assets.id AS asset_id,
        date_trunc('month', assets.closed_on)::date AS closed_month
    FROM goals
    CROSS JOIN assets
    WHERE
        goals.user_id = of_user
        AND assets.user_id = of_user
        AND (
            NOT EXISTS (
                SELECT
                FROM goal_parts
                WHERE goal_parts.user_id = of_user AND goal_parts.goal_id = goals.id
            )
            OR EXISTS (
                SELECT
                FROM goal_parts
                WHERE
                    goal_parts.user_id = of_user
                    AND goal_parts.goal_id = goals.id
                    AND (goal_parts.asset_id = assets.id OR goal_parts.category_id = assets.category_id)
            )
        );
END;

-- What each goal counts, as its owner named it.
CREATE FUNCTION goal_words(of_user uuid)
RETURNS TABLE (goal_id uuid, counted text, is_of_debts boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        goal_parts.goal_id,
        string_agg(
            coalesce(assets.asset_name, asset_categories.name),
            ', '
            ORDER BY folded(coalesce(assets.asset_name, asset_categories.name)), goal_parts.id
        ) AS counted,
        bool_and(asset_categories.kind = 'liability') AS is_of_debts
    FROM goal_parts
    LEFT JOIN assets ON assets.user_id = of_user AND assets.id = goal_parts.asset_id
    JOIN asset_categories ON asset_categories.id = coalesce(goal_parts.category_id, assets.category_id)
    WHERE goal_parts.user_id = of_user
    GROUP BY goal_parts.goal_id;
END;

-- What each goal counts is worth in a month, and how much of that is not known. Null where none of it has a value.
CREATE FUNCTION goal_worth(of_user uuid, of_month date)
RETURNS TABLE (goal_id uuid, value numeric, carried bigint, missing bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        counted.goal_id,
        sum(present.total) AS value,
        count(*) FILTER (WHERE present.carried) AS carried,
        count(absent.asset_id) AS missing
    FROM goal_assets(of_user) AS counted
    LEFT JOIN asset_inputs AS present
        ON present.user_id = of_user
        AND present.asset_id = counted.asset_id
        AND present.year = year_of(of_month)
        AND present.month = month_of(of_month)
    LEFT JOIN missing_assets(of_user, of_month) AS absent ON absent.asset_id = counted.asset_id
    GROUP BY counted.goal_id;
END;

CREATE FUNCTION months_apart(earlier date, later date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 12 * (year_of(later) - year_of(earlier)) + month_of(later) - month_of(earlier);

-- How what each goal counts has changed: in the year up to the newest month with values that is over and not after
-- up_to, or since the first value of what it counts. At both ends a value that lacks is taken from before, so that
-- nobody is set back by what was not looked up; what is closed is worth nothing.
CREATE FUNCTION goal_changes(of_user uuid, up_to date, this_month date)
RETURNS TABLE (goal_id uuid, first_month date, last_month date, months integer, change numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH ended AS (
        SELECT
            kept.year,
            kept.month,
            kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = of_user
            AND (kept.year, kept.month) <= (year_of(up_to), month_of(up_to))
            AND (kept.year, kept.month) < (year_of(this_month), month_of(this_month))
        ORDER BY kept.year DESC, kept.month DESC
        LIMIT 1
    ),
    begun AS (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = of_user
            AND (kept.year, kept.month)
            >= ((SELECT ended.year - 1 FROM ended), (SELECT ended.month FROM ended))
            AND (kept.year, kept.month)
            < ((SELECT ended.year FROM ended), (SELECT ended.month FROM ended))
        ORDER BY kept.year, kept.month
        LIMIT 1
    ),
    counted AS MATERIALIZED (
        SELECT
            goal_assets.goal_id,
            goal_assets.asset_id,
            goal_assets.closed_month
        FROM goal_assets(of_user)
    ),
    spans AS (
        SELECT
            counted.goal_id,
            greatest(min(oldest.period), begun.period) AS first_month,
            ended.period AS last_month
        FROM counted
        CROSS JOIN begun
        CROSS JOIN ended
        CROSS JOIN LATERAL (
            SELECT asset_inputs.period
            FROM asset_inputs
            WHERE asset_inputs.user_id = of_user AND asset_inputs.asset_id = counted.asset_id
            ORDER BY asset_inputs.year, asset_inputs.month
            LIMIT 1
        ) AS oldest
        GROUP BY counted.goal_id, begun.period, ended.period
    )
    SELECT
        spans.goal_id,
        spans.first_month,
        spans.last_month,
        months_apart(spans.first_month, spans.last_month) AS months,
        coalesce(sum(present.total), 0) - coalesce(sum(past.total), 0) AS change
    FROM spans
    JOIN counted ON counted.goal_id = spans.goal_id
    LEFT JOIN LATERAL newest_value(of_user, counted.asset_id, spans.first_month) AS past
        ON coalesce(counted.closed_month > spans.first_month, true)
    LEFT JOIN LATERAL newest_value(of_user, counted.asset_id, spans.last_month) AS present
        ON coalesce(counted.closed_month > spans.last_month, true)
    WHERE spans.first_month < spans.last_month
    GROUP BY spans.goal_id, spans.first_month, spans.last_month;
END;

-- What is spent in a month on average: in the year up to the newest month with entries that is over and not after
-- up_to. Months without any entry are no part of it. Null where there is no such month.
CREATE FUNCTION usual_spending(of_user uuid, up_to date, this_month date)
RETURNS TABLE (average numeric, first_month date, last_month date, months bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH newest AS (
        SELECT
            entries.year,
            entries.month
        FROM cash_flows AS entries
        WHERE
            entries.user_id = of_user
            AND (entries.year, entries.month) <= (year_of(up_to), month_of(up_to))
            AND (entries.year, entries.month) < (year_of(this_month), month_of(this_month))
        ORDER BY entries.year DESC, entries.month DESC
        LIMIT 1
    )
    SELECT
        average_of(coalesce(sum(flows.expense), 0), count(*)) AS average,
        min(first_of_month(flows.year, flows.month)) AS first_month,
        max(first_of_month(flows.year, flows.month)) AS last_month,
        count(*) AS months
    FROM month_flows AS flows
    WHERE
        flows.user_id = of_user
        AND (flows.year, flows.month)
        > ((SELECT newest.year - 1 FROM newest), (SELECT newest.month FROM newest))
        AND (flows.year, flows.month)
        <= ((SELECT newest.year FROM newest), (SELECT newest.month FROM newest));
END;


-- -------------------------------------------------------------------------------------------------
-- What every table of books has
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON goal_parts
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON goal_parts
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');

SELECT set_up_own_table(own_table)
FROM unnest('{goals, goal_parts}'::text[]) AS own_table;


-- -------------------------------------------------------------------------------------------------
-- What each is
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE goals IS 'What somebody saves for, or pays off.';
COMMENT ON COLUMN goals.user_id IS 'Whose row it is.';
COMMENT ON COLUMN goals.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN goals.goal_name IS 'What it is called; no two of a user are called alike, whatever the case.';
COMMENT ON COLUMN goals.amount IS 'How much it is; null where it follows from what is spent.';
COMMENT ON COLUMN goals.months_of_spending IS
    'How many months of the usual spending it is; null where it is something else.';
COMMENT ON COLUMN goals.times_yearly_spending IS
    'How many years of the usual spending it is; null where it is something else.';
COMMENT ON COLUMN goals.from_amount IS
    'What was there already and is not counted; below zero, what was owed.';
COMMENT ON COLUMN goals.due_month IS
    'The first day of the month at whose end it should be reached; null for no such month.';
COMMENT ON COLUMN goals.closed_on IS 'The first day of the month in which it was closed; null while it is open.';
COMMENT ON COLUMN goals.created_at IS 'When the row was added.';
COMMENT ON COLUMN goals.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON TABLE goal_parts IS 'The assets, debts and categories that count towards a goal; without any, all do.';
COMMENT ON COLUMN goal_parts.user_id IS 'Whose row it is.';
COMMENT ON COLUMN goal_parts.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN goal_parts.goal_id IS 'The goal.';
COMMENT ON COLUMN goal_parts.asset_id IS 'The asset or debt that counts; null where a category does.';
COMMENT ON COLUMN goal_parts.category_id IS
    'The category whose assets or debts count; null where a single one does.';
COMMENT ON COLUMN goal_parts.created_at IS 'When the row was added.';
COMMENT ON COLUMN goal_parts.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON FUNCTION goal_assets(uuid) IS
    'The assets and debts that each goal of a user counts, with the month in which each was closed.';
COMMENT ON FUNCTION goal_words(uuid) IS
    'What each goal of a user counts by name, and whether that is debts alone; none for those that count all.';
COMMENT ON FUNCTION goal_worth(uuid, date) IS
    'What each goal of a user counts is worth in a month, with how many values were carried or are missing.';
COMMENT ON FUNCTION goal_changes(uuid, date, date) IS
    'How what each goal of a user counts has changed in the year up to a month, of the months that are over.';
COMMENT ON FUNCTION months_apart(date, date) IS 'How many months a month is after another.';
COMMENT ON FUNCTION usual_spending(uuid, date, date) IS
    'What a user spends in a month on average, in the year up to a month, of the months that are over.';
