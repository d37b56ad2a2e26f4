-- 022_budget_moves.sql
-- Money that is moved between the budgets of a month, and bounds to what a category carries.
--
-- A move is of its month alone: what is planned stays as it was planned, and is what is rolled or copied. What is
-- left over of a month is what is really left, with what was moved into and out of it.

CREATE TABLE budget_moves (
    user_id          uuid          NOT NULL,
    id               uuid          NOT NULL DEFAULT gen_random_uuid(),
    year             integer       NOT NULL,
    month            integer       NOT NULL,
    period           date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    from_category_id uuid          NOT NULL,
    to_category_id   uuid          NOT NULL,
    amount           numeric(24,4) NOT NULL,
    description      text,
    created_at       timestamptz   NOT NULL DEFAULT now(),
    updated_at       timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    -- Both months are planned, and stay so while anything is moved between them.
    CONSTRAINT move_is_out_of_a_budget
        FOREIGN KEY (user_id, from_category_id, year, month)
        REFERENCES budgets (user_id, category_id, year, month),
    CONSTRAINT move_is_into_a_budget
        FOREIGN KEY (user_id, to_category_id, year, month)
        REFERENCES budgets (user_id, category_id, year, month),
    CONSTRAINT move_is_between_two_categories
        CHECK (from_category_id <> to_category_id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT move_amount_is_above_zero
        CHECK (amount > 0 AND amount <> 'NaN'),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000)
);

CREATE INDEX budget_moves_by_month ON budget_moves (user_id, year, month)
    INCLUDE (from_category_id, to_category_id, amount);
CREATE INDEX budget_moves_out_of_budget ON budget_moves (user_id, from_category_id, year, month);
CREATE INDEX budget_moves_into_budget ON budget_moves (user_id, to_category_id, year, month);

SELECT set_up_own_table('budget_moves');


-- What is carried may stop at a floor, which forgives what was overspent beyond it, and at a cap, beyond which
-- nothing is saved. A budget that was rolled keeps those that it was rolled by, as it keeps the policy.

ALTER TABLE budget_policies ADD COLUMN carry_floor numeric(24,4);
ALTER TABLE budget_policies ADD COLUMN carry_cap numeric(24,4);
ALTER TABLE budget_policies ADD CONSTRAINT carry_floor_is_not_above_zero
    CHECK (carry_floor <= 0 AND carry_floor <> 'NaN');
ALTER TABLE budget_policies ADD CONSTRAINT carry_cap_is_not_below_zero
    CHECK (carry_cap >= 0 AND carry_cap <> 'NaN');
ALTER TABLE budget_policies ADD CONSTRAINT bounds_are_of_carry
    CHECK (num_nonnulls(carry_floor, carry_cap) = 0 OR policy = 'carry');
ALTER TABLE budget_policies ALTER COLUMN carry_floor SET STATISTICS 0;
ALTER TABLE budget_policies ALTER COLUMN carry_cap SET STATISTICS 0;

ALTER TABLE budgets ADD COLUMN carry_floor numeric(24,4);
ALTER TABLE budgets ADD COLUMN carry_cap numeric(24,4);
ALTER TABLE budgets ADD CONSTRAINT carry_floor_is_not_above_zero
    CHECK (carry_floor <= 0 AND carry_floor <> 'NaN');
ALTER TABLE budgets ADD CONSTRAINT carry_cap_is_not_below_zero
    CHECK (carry_cap >= 0 AND carry_cap <> 'NaN');
ALTER TABLE budgets ADD CONSTRAINT bounds_are_of_carry
    CHECK (num_nonnulls(carry_floor, carry_cap) = 0 OR policy IS NOT DISTINCT FROM 'carry');
ALTER TABLE budgets ALTER COLUMN carry_floor SET STATISTICS 0;
ALTER TABLE budgets ALTER COLUMN carry_cap SET STATISTICS 0;


-- -------------------------------------------------------------------------------------------------
-- How a budget is rolled, with what was moved and with bounds
-- -------------------------------------------------------------------------------------------------

-- The view lets go of the functions, which give more columns from now on, and stays: others may be made of it.
CREATE OR REPLACE VIEW budget_by_month WITH (security_invoker = true) AS
SELECT
    NULL::uuid AS user_id,
    NULL::date AS month,
    NULL::integer AS year,
    NULL::integer AS month_of_year,
    NULL::text AS base_currency,
    NULL::uuid AS category_id,
    NULL::text AS category,
    NULL::text AS category_name,
    NULL::numeric AS budget,
    NULL::numeric AS carried,
    NULL::numeric AS available,
    NULL::numeric AS spent,
    NULL::numeric AS left_over,
    NULL::numeric AS used_pct;

DROP FUNCTION budget_chains(uuid, date, date, text);
DROP FUNCTION budget_chain(uuid, uuid, date, date, text);
DROP AGGREGATE rolled_up_to(boolean, text, boolean, numeric, numeric, numeric);
DROP FUNCTION rolled_on(numeric, boolean, text, boolean, numeric, numeric, numeric);
DROP FUNCTION next_carry(text, numeric, numeric);
DROP FUNCTION next_budget(text, numeric, numeric, numeric);


-- The three policies. What is available in a month is what was planned, what was moved into it less what was moved
-- out, and what it carries; that less what was spent is left over:
--
--   adjust  the next budget is what was available, but for what was moved, + what is left over: the seed's own
--           formula, budget + (budget - spent), where nothing is moved or carried
--   carry   the next budget is the plan again, and what is left over is carried beside it, within its bounds
--   reset   the next budget is the plan again, and what is left over is forgotten
CREATE FUNCTION next_budget(policy text, planned numeric, available numeric, moved numeric, spent numeric)
RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'adjust' THEN available - moved + (available - spent) ELSE planned END;

-- A bound that is null is none.
CREATE FUNCTION next_carry(policy text, carry_floor numeric, carry_cap numeric, left_over numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'carry' THEN least(greatest(left_over, carry_floor), carry_cap) ELSE 0 END;


-- What is left over of a month, from what is left over of the one before: an aggregate, for each month needs the
-- result of that. `follows`: the month before has a budget.
CREATE FUNCTION left_over_on(
    left_over numeric,
    follows boolean,
    policy text,
    carry_floor numeric,
    carry_cap numeric,
    budget numeric,
    spent numeric
) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN budget - spent
    + CASE WHEN follows THEN next_carry(policy, carry_floor, carry_cap, left_over) ELSE 0 END;

CREATE AGGREGATE left_over_up_to(boolean, text, numeric, numeric, numeric, numeric) (
    SFUNC = left_over_on,
    STYPE = numeric,
    PARALLEL = SAFE
);

-- What is available in a month if all up to it were rolled now. `starts` where there is none before it.
CREATE FUNCTION rolled_on(
    available numeric,
    starts boolean,
    policy text,
    carry_floor numeric,
    carry_cap numeric,
    calculated boolean,
    budget numeric,
    moved numeric,
    planned numeric,
    before_moved numeric,
    before_spent numeric
) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN starts THEN budget
        ELSE
            CASE
                WHEN calculated THEN next_budget(policy, planned, available, before_moved, before_spent) + moved
                ELSE budget
            END
            + next_carry(policy, carry_floor, carry_cap, available - before_spent)
    END;

CREATE AGGREGATE rolled_up_to(
    boolean, text, numeric, numeric, boolean, numeric, numeric, numeric, numeric, numeric
) (
    SFUNC = rolled_on,
    STYPE = numeric,
    PARALLEL = SAFE
);


-- What was moved into a category's budget of a month, less what was moved out of it: here, and nowhere else.
CREATE FUNCTION moved_into(of_user uuid, of_category uuid, of_year integer, of_month integer)
RETURNS TABLE (moved numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        coalesce(
            sum(
                CASE
                    WHEN budget_moves.to_category_id = of_category THEN budget_moves.amount
                    ELSE -budget_moves.amount
                END
            ),
            0
        ) AS moved
    FROM budget_moves
    WHERE
        budget_moves.user_id = of_user
        AND budget_moves.year = of_year
        AND budget_moves.month = of_month
        AND of_category IN (budget_moves.from_category_id, budget_moves.to_category_id);
END;


-- A category's budgets from one month to another, each with what it carries, after those before them that it
-- follows from: what is carried into a month is what the month before has left, and so on back to a month that
-- carries nothing. It ends at a month without a budget.
--
-- A month that was rolled goes by the policy and the bounds that it was rolled by; any other by those of the
-- category as they are now, and by the default where it has none. `now` is what would be available if all were
-- rolled by those of now. Of the months before, and of what was spent and moved in them, nothing is read but those
-- of the chain.
CREATE FUNCTION budget_chain(
    of_user uuid, of_category uuid, first_month date, last_month date, default_policy text
)
RETURNS TABLE (
    period date,
    calculated boolean,
    policy text,
    carry_floor numeric,
    carry_cap numeric,
    starts boolean,             -- nothing comes from the month before
    budget numeric,             -- as planned or rolled, with what was moved
    moved numeric,              -- the part of it that was moved into it; below zero, out of it
    carried numeric,
    available numeric,
    spent numeric,
    planned numeric,            -- what a person last typed up to that month
    before numeric,             -- what was available in the month before, if that has a budget
    before_moved numeric,
    before_spent numeric,
    now_policy text,
    now_floor numeric,
    now_cap numeric,
    now numeric
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH in_force AS (
        SELECT
            coalesce(own.policy, default_policy) AS policy,
            own.carry_floor,
            own.carry_cap
        FROM (VALUES (of_user, of_category)) AS asked (user_id, category_id)
        LEFT JOIN budget_policies AS own
            ON own.user_id = of_user
            AND own.category_id = of_category
    ),
    -- Looked for backwards along the index, and no further than it must.
    beginning AS (
        SELECT
            budgets.year,
            budgets.month
        FROM budgets
        WHERE
            budgets.user_id = of_user
            AND budgets.category_id = of_category
            AND (budgets.year, budgets.month) <= (year_of(first_month), month_of(first_month))
            AND (
                (
                    NOT budgets.calculated
                    AND coalesce(budgets.policy, '') <> 'carry'
                    AND (SELECT in_force.policy FROM in_force) <> 'carry'
                )
                OR (budgets.period - interval '1 month')::date IS DISTINCT FROM (
                    SELECT earlier.period
                    FROM budgets AS earlier
                    WHERE
                        earlier.user_id = of_user
                        AND earlier.category_id = of_category
                        AND (earlier.year, earlier.month) < (budgets.year, budgets.month)
                    ORDER BY earlier.year DESC, earlier.month DESC
                    LIMIT 1
                )
            )
        ORDER BY budgets.year DESC, budgets.month DESC
        LIMIT 1
    ),
    -- Bounds are values of their own: COALESCE in a condition counts as one that may leak, and is never an
    -- index condition under row security.
    since AS (
        SELECT
            coalesce((SELECT beginning.year FROM beginning), year_of(first_month)) AS year,
            coalesce((SELECT beginning.month FROM beginning), month_of(first_month)) AS month
    ),
    typed_before AS (
        SELECT budgets.budget_amount
        FROM budgets
        WHERE
            budgets.user_id = of_user
            AND budgets.category_id = of_category
            AND (budgets.year, budgets.month)
            < ((SELECT since.year FROM since), (SELECT since.month FROM since))
            AND NOT budgets.calculated
        ORDER BY budgets.year DESC, budgets.month DESC
        LIMIT 1
    ),
    chain AS (
        SELECT
            budgets.period,
            budgets.budget_amount AS planned,
            movement.moved,
            budgets.calculated,
            coalesce(
                budgets.policy,
                CASE WHEN budgets.calculated THEN 'adjust' END,
                in_force.policy
            ) AS policy,
            CASE WHEN budgets.policy IS NOT NULL THEN budgets.carry_floor ELSE in_force.carry_floor END AS carry_floor,
            CASE WHEN budgets.policy IS NOT NULL THEN budgets.carry_cap ELSE in_force.carry_cap END AS carry_cap,
            in_force.policy AS now_policy,
            in_force.carry_floor AS now_floor,
            in_force.carry_cap AS now_cap,
            spending.spent,
            (budgets.period - interval '1 month')::date
            IS NOT DISTINCT FROM lag(budgets.period) OVER by_month AS follows,
            count(*) FILTER (WHERE NOT budgets.calculated) OVER by_month AS plan
        FROM budgets
        CROSS JOIN in_force
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(expense_items.amount), 0) AS spent
            FROM expense_items
            WHERE
                expense_items.user_id = of_user
                AND expense_items.year = budgets.year
                AND expense_items.month = budgets.month
                AND expense_items.category_id = of_category
        ) AS spending
        CROSS JOIN LATERAL moved_into(of_user, of_category, budgets.year, budgets.month) AS movement
        WHERE
            budgets.user_id = of_user
            AND budgets.category_id = of_category
            AND (budgets.year, budgets.month)
            >= ((SELECT since.year FROM since), (SELECT since.month FROM since))
            AND (budgets.year, budgets.month) <= (year_of(last_month), month_of(last_month))
        WINDOW by_month AS (ORDER BY budgets.year, budgets.month)
    ),
    carrying AS (
        SELECT
            chain.period,
            chain.calculated,
            chain.policy,
            chain.carry_floor,
            chain.carry_cap,
            chain.now_policy,
            chain.now_floor,
            chain.now_cap,
            chain.follows,
            chain.planned + chain.moved AS budget,
            chain.moved,
            chain.spent,
            coalesce(
                CASE WHEN chain.plan = 0 THEN (SELECT typed_before.budget_amount FROM typed_before) END,
                first_value(chain.planned) OVER (PARTITION BY chain.plan ORDER BY chain.period)
            ) AS planned,
            left_over_up_to(
                chain.follows,
                chain.policy,
                chain.carry_floor,
                chain.carry_cap,
                chain.planned + chain.moved,
                chain.spent
            ) OVER by_month AS left_over
        FROM chain
        WINDOW by_month AS (ORDER BY chain.period)
    ),
    preceded AS (
        SELECT
            carrying.period,
            carrying.calculated,
            carrying.policy,
            carrying.carry_floor,
            carrying.carry_cap,
            carrying.now_policy,
            carrying.now_floor,
            carrying.now_cap,
            carrying.follows,
            carrying.budget,
            carrying.moved,
            carrying.spent,
            carrying.planned,
            carrying.left_over + carrying.spent AS available,
            lag(carrying.left_over + carrying.spent) OVER by_month AS before,
            lag(carrying.moved) OVER by_month AS before_moved,
            lag(carrying.spent) OVER by_month AS before_spent,
            lag(carrying.planned) OVER by_month AS before_planned
        FROM carrying
        WINDOW by_month AS (ORDER BY carrying.period)
    )
    SELECT
        preceded.period,
        preceded.calculated,
        preceded.policy,
        preceded.carry_floor,
        preceded.carry_cap,
        NOT preceded.follows
        OR NOT (preceded.calculated OR preceded.policy = 'carry') AS starts,
        preceded.budget,
        preceded.moved,
        preceded.available - preceded.budget AS carried,
        preceded.available,
        preceded.spent,
        preceded.planned,
        CASE WHEN preceded.follows THEN preceded.before END AS before,
        CASE WHEN preceded.follows THEN preceded.before_moved END AS before_moved,
        CASE WHEN preceded.follows THEN preceded.before_spent END AS before_spent,
        preceded.now_policy,
        preceded.now_floor,
        preceded.now_cap,
        rolled_up_to(
            NOT preceded.follows,
            preceded.now_policy,
            preceded.now_floor,
            preceded.now_cap,
            preceded.calculated,
            preceded.budget,
            preceded.moved,
            preceded.before_planned,
            preceded.before_moved,
            preceded.before_spent
        ) OVER (ORDER BY preceded.period) AS now
    FROM preceded;
END;

-- The chains of all categories that have a budget in the first of some months.
CREATE FUNCTION budget_chains(of_user uuid, first_month date, last_month date, default_policy text)
RETURNS TABLE (
    category_id uuid,
    period date,
    calculated boolean,
    policy text,
    carry_floor numeric,
    carry_cap numeric,
    starts boolean,
    budget numeric,
    moved numeric,
    carried numeric,
    available numeric,
    spent numeric,
    planned numeric,
    before numeric,
    before_moved numeric,
    before_spent numeric,
    now_policy text,
    now_floor numeric,
    now_cap numeric,
    now numeric
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        budgets.category_id,
        chain.period,
        chain.calculated,
        chain.policy,
        chain.carry_floor,
        chain.carry_cap,
        chain.starts,
        chain.budget,
        chain.moved,
        chain.carried,
        chain.available,
        chain.spent,
        chain.planned,
        chain.before,
        chain.before_moved,
        chain.before_spent,
        chain.now_policy,
        chain.now_floor,
        chain.now_cap,
        chain.now
    FROM budgets
    CROSS JOIN LATERAL budget_chain(
        of_user, budgets.category_id, first_month, last_month, default_policy
    ) AS chain
    WHERE
        budgets.user_id = of_user
        AND budgets.year = year_of(first_month)
        AND budgets.month = month_of(first_month);
END;


-- As in 013, over the functions as they are now.
CREATE OR REPLACE VIEW budget_by_month WITH (security_invoker = true) AS
SELECT
    lines.user_id,
    lines.month,
    lines.year,
    lines.month_of_year,
    users.base_currency,
    lines.category_id,
    expense_categories.code AS category,
    expense_categories.name AS category_name,
    lines.budget,
    lines.carried,
    lines.available,
    lines.spent,
    lines.available - lines.spent AS left_over,
    share_of(lines.spent, lines.available) AS used_pct
FROM (
    SELECT
        planned.user_id,
        planned.category_id,
        planned.year,
        month_of(chain.period) AS month_of_year,
        chain.period AS month,
        chain.budget,
        chain.carried,
        chain.available,
        chain.spent
    FROM (
        SELECT DISTINCT
            budgets.user_id,
            budgets.category_id,
            budgets.year
        FROM budgets
    ) AS planned
    CROSS JOIN LATERAL budget_chain(
        planned.user_id,
        planned.category_id,
        first_of_month(planned.year, 1),
        first_of_month(planned.year, 12),
        coalesce(nullif(current_setting('finally.budget_policy', true), ''), 'adjust')
    ) AS chain
    WHERE chain.period >= first_of_month(planned.year, 1)
    UNION ALL
    SELECT
        spending.user_id,
        spending.category_id,
        spending.year,
        spending.month AS month_of_year,
        first_of_month(spending.year, spending.month) AS month,
        NULL::numeric AS budget,
        NULL::numeric AS carried,
        NULL::numeric AS available,
        spending.spent
    FROM (
        SELECT
            expense_items.user_id,
            expense_items.category_id,
            expense_items.year,
            expense_items.month,
            sum(expense_items.amount) AS spent
        FROM expense_items
        GROUP BY
            expense_items.user_id,
            expense_items.year,
            expense_items.month,
            expense_items.category_id
    ) AS spending
    WHERE NOT EXISTS (
        SELECT
        FROM budgets
        WHERE
            budgets.user_id = spending.user_id
            AND budgets.category_id = spending.category_id
            AND budgets.year = spending.year
            AND budgets.month = spending.month
    )
) AS lines
JOIN expense_categories ON expense_categories.id = lines.category_id
LEFT JOIN users ON users.id = lines.user_id;

-- -------------------------------------------------------------------------------------------------
-- What each is
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE budget_moves IS
    'Money moved from the budget of one category to that of another, in one month and for that month alone.';
COMMENT ON COLUMN budget_moves.user_id IS 'Whose row it is.';
COMMENT ON COLUMN budget_moves.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN budget_moves.year IS 'The year of the month, 2000 to 2100.';
COMMENT ON COLUMN budget_moves.month IS 'The month, 1 to 12.';
COMMENT ON COLUMN budget_moves.period IS 'The first day of the month, generated from year and month.';
COMMENT ON COLUMN budget_moves.from_category_id IS 'The category of expenses that may cost less in the month.';
COMMENT ON COLUMN budget_moves.to_category_id IS 'The category of expenses that may cost more in the month.';
COMMENT ON COLUMN budget_moves.amount IS 'How much was moved, above zero.';
COMMENT ON COLUMN budget_moves.description IS 'A remark of a person; null for none.';
COMMENT ON COLUMN budget_moves.created_at IS 'When the row was added.';
COMMENT ON COLUMN budget_moves.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON TABLE budgets IS
    'What a category may cost in a month as planned; budget_by_month adds what is moved, carried and spent.';
COMMENT ON COLUMN budgets.budget_amount IS
    'What it may cost, without what is moved and carried; below zero where more was overspent than planned.';
COMMENT ON COLUMN budgets.carry_floor IS
    'The least that it carries, as it was rolled, zero or below; null for no such bound.';
COMMENT ON COLUMN budgets.carry_cap IS
    'The most that it carries, as it was rolled, zero or above; null for no such bound.';
COMMENT ON COLUMN budget_policies.carry_floor IS
    'The least that a month takes over from the one before, zero or below; null for no such bound.';
COMMENT ON COLUMN budget_policies.carry_cap IS
    'The most that a month takes over from the one before, zero or above; null for no such bound.';
COMMENT ON COLUMN budget_by_month.budget IS
    'What was planned, and what was moved into it less what was moved out; null where nothing was planned.';

COMMENT ON FUNCTION budget_chain(uuid, uuid, date, date, text) IS
    'A category''s budgets from one month to another, after those that they follow from; see budget_by_month.';
COMMENT ON FUNCTION budget_chains(uuid, date, date, text) IS
    'The chains of all categories of a user that have a budget in the first of some months.';
COMMENT ON FUNCTION moved_into(uuid, uuid, integer, integer) IS
    'What was moved into a category''s budget of a month, less what was moved out of it.';
COMMENT ON FUNCTION next_budget(text, numeric, numeric, numeric, numeric) IS
    'The next month''s budget by a policy, from what was planned, available, moved and spent.';
COMMENT ON FUNCTION next_carry(text, numeric, numeric, numeric) IS
    'What the next month carries by a policy and its bounds, from what is left over.';
COMMENT ON FUNCTION left_over_on(numeric, boolean, text, numeric, numeric, numeric, numeric) IS
    'What is left over of a month, from what is left over of the month before.';
COMMENT ON AGGREGATE left_over_up_to(boolean, text, numeric, numeric, numeric, numeric) IS
    'What is left over of a month, after all up to it.';
COMMENT ON FUNCTION rolled_on(
    numeric, boolean, text, numeric, numeric, boolean, numeric, numeric, numeric, numeric, numeric
) IS 'What is available in a month, from what was available in the month before.';
COMMENT ON AGGREGATE rolled_up_to(
    boolean, text, numeric, numeric, boolean, numeric, numeric, numeric, numeric, numeric
) IS 'What would be available in a month if all up to it were rolled now.';
