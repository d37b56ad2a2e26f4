-- 004_plans.sql
-- Budgets by month and by year, how they are rolled forward, and items that come back.


-- -------------------------------------------------------------------------------------------------
-- Budgets
-- -------------------------------------------------------------------------------------------------

-- What a category may cost in a month. It may be negative: what was overspent is rolled into the next month.
-- calculated says that the amount was rolled forward and not typed; policy, how a month was rolled, also where
-- a person has typed another plan since; null for what was only typed, and for what the seed's own query has
-- rolled, which knows no policy and carries nothing. What a budget carries follows from the months before it
-- (budget_chain), and is stored nowhere.
CREATE TABLE budgets (
    user_id       uuid          NOT NULL,
    id            uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id   uuid          NOT NULL,
    year          integer       NOT NULL,
    month         integer       NOT NULL,
    period        date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    budget_amount numeric(24,4) NOT NULL,
    calculated    boolean       NOT NULL DEFAULT false,
    policy        text,
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
        CHECK (budget_amount <> 'NaN'),
    CONSTRAINT policy_is_adjust_carry_or_reset
        CHECK (policy IN ('adjust', 'carry', 'reset'))
);

CREATE INDEX budgets_by_month
    ON budgets (user_id, year, month) INCLUDE (category_id, budget_amount, calculated);

CREATE INDEX budgets_by_category
    ON budgets (category_id);


-- What a category may cost in a whole year, beside its budgets by month.
CREATE TABLE yearly_budgets (
    user_id       uuid          NOT NULL,
    id            uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id   uuid          NOT NULL,
    year          integer       NOT NULL,
    budget_amount numeric(24,4) NOT NULL,
    created_at    timestamptz   NOT NULL DEFAULT now(),
    updated_at    timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT budget_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT budget_is_for_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT budget_year_taken
        UNIQUE (user_id, category_id, year),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT budget_amount_is_a_number
        CHECK (budget_amount <> 'NaN')
);

CREATE INDEX yearly_budgets_by_year
    ON yearly_budgets (user_id, year) INCLUDE (category_id, budget_amount);

CREATE INDEX yearly_budgets_by_category
    ON yearly_budgets (category_id);


-- How a category's budgets are rolled forward, where that is not the user's default.
CREATE TABLE budget_policies (
    user_id     uuid        NOT NULL,
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    category_id uuid        NOT NULL,
    policy      text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT budget_policy_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT budget_policy_is_for_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT budget_policy_taken
        UNIQUE (user_id, category_id),
    CONSTRAINT policy_is_adjust_carry_or_reset
        CHECK (policy IN ('adjust', 'carry', 'reset'))
);

CREATE INDEX budget_policies_by_category
    ON budget_policies (category_id);


-- -------------------------------------------------------------------------------------------------
-- How a budget is rolled
-- -------------------------------------------------------------------------------------------------

-- The three policies. What is available in a month, less what was spent in it, is left over:
--
--   adjust  the next budget is what was available + what is left over: the seed's own formula,
--           budget + (budget - spent), where nothing is carried
--   carry   the next budget is the plan again, and what is left over is carried beside it
--   reset   the next budget is the plan again, and what is left over is forgotten
CREATE FUNCTION next_budget(policy text, planned numeric, available numeric, spent numeric)
RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'adjust' THEN available + (available - spent) ELSE planned END;

CREATE FUNCTION next_carry(policy text, available numeric, spent numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'carry' THEN available - spent ELSE 0 END;


-- What is available in a month if all up to it were rolled now: an aggregate, for each month needs the result
-- of the one before. `starts` where there is none, or no budget in it.
CREATE FUNCTION rolled_on(
    available numeric,
    starts boolean,
    policy text,
    calculated boolean,
    budget numeric,
    planned numeric,
    spent numeric
) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN starts THEN budget
        WHEN calculated THEN next_budget(policy, planned, available, spent) + next_carry(policy, available, spent)
        ELSE budget + next_carry(policy, available, spent)
    END;

CREATE AGGREGATE rolled_up_to(boolean, text, boolean, numeric, numeric, numeric) (
    SFUNC = rolled_on,
    STYPE = numeric,
    PARALLEL = SAFE
);


-- A category's budgets from one month to another, each with what it carries, after those before them that it
-- follows from: what is carried into a month is what the month before has left, and so on back to a month that
-- carries nothing. It ends at a month without a budget.
--
-- A month that was rolled goes by the policy that it was rolled by; any other by that of the category as it is
-- now, and by the default where it has none. `now` is what would be available if all were rolled by the policy
-- of now. Of the months before, and of what was spent in them, nothing is read but those of the chain.
CREATE FUNCTION budget_chain(
    of_user uuid, of_category uuid, first_month date, last_month date, default_policy text
)
RETURNS TABLE (
    period date,
    calculated boolean,
    policy text,
    starts boolean,             -- nothing comes from the month before
    budget numeric,
    carried numeric,
    available numeric,
    spent numeric,
    planned numeric,            -- what a person last typed up to that month
    before numeric,             -- what was available in the month before, if that has a budget
    before_spent numeric,
    now_policy text,
    now numeric
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH in_force AS (
        SELECT coalesce(
            (
                SELECT budget_policies.policy
                FROM budget_policies
                WHERE budget_policies.user_id = of_user AND budget_policies.category_id = of_category
            ),
            default_policy
        ) AS policy
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
            budgets.budget_amount AS budget,
            budgets.calculated,
            coalesce(
                budgets.policy,
                CASE WHEN budgets.calculated THEN 'adjust' END,
                (SELECT in_force.policy FROM in_force)
            ) AS policy,
            (SELECT in_force.policy FROM in_force) AS now_policy,
            spending.spent,
            (budgets.period - interval '1 month')::date
            IS NOT DISTINCT FROM lag(budgets.period) OVER by_month AS follows,
            count(*) FILTER (WHERE NOT budgets.calculated) OVER by_month AS plan
        FROM budgets
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(expense_items.amount), 0) AS spent
            FROM expense_items
            WHERE
                expense_items.user_id = of_user
                AND expense_items.year = budgets.year
                AND expense_items.month = budgets.month
                AND expense_items.category_id = of_category
        ) AS spending
        WHERE
            budgets.user_id = of_user
            AND budgets.category_id = of_category
            AND (budgets.year, budgets.month)
            >= ((SELECT since.year FROM since), (SELECT since.month FROM since))
            AND (budgets.year, budgets.month) <= (year_of(last_month), month_of(last_month))
        WINDOW by_month AS (ORDER BY budgets.year, budgets.month)
    ),
    planned AS (
        SELECT
            chain.period,
            chain.calculated,
            chain.policy,
            chain.now_policy,
            chain.follows,
            chain.budget,
            chain.spent,
            lag(chain.spent) OVER by_month AS before_spent,
            CASE WHEN chain.plan = 0 THEN (SELECT typed_before.budget_amount FROM typed_before) END AS typed,
            first_value(chain.budget) OVER (PARTITION BY chain.plan ORDER BY chain.period) AS plan,
            count(*) FILTER (WHERE NOT (chain.follows AND chain.policy = 'carry')) OVER by_month AS run
        FROM chain
        WINDOW by_month AS (ORDER BY chain.period)
    ),
    carrying AS (
        SELECT
            planned.period,
            planned.calculated,
            planned.policy,
            planned.now_policy,
            planned.follows,
            planned.budget,
            planned.spent,
            planned.before_spent,
            coalesce(planned.typed, planned.plan) AS planned,
            lag(coalesce(planned.typed, planned.plan)) OVER by_month AS before_planned,
            coalesce(
                sum(planned.budget - planned.spent) OVER (
                    PARTITION BY planned.run
                    ORDER BY planned.period
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ),
                0
            ) AS carried
        FROM planned
        WINDOW by_month AS (ORDER BY planned.period)
    )
    SELECT
        carrying.period,
        carrying.calculated,
        carrying.policy,
        NOT carrying.follows
        OR NOT (carrying.calculated OR carrying.policy = 'carry') AS starts,
        carrying.budget,
        carrying.carried,
        carrying.budget + carrying.carried AS available,
        carrying.spent,
        carrying.planned,
        CASE WHEN carrying.follows THEN lag(carrying.budget + carrying.carried) OVER by_month END AS before,
        CASE WHEN carrying.follows THEN carrying.before_spent END AS before_spent,
        carrying.now_policy,
        rolled_up_to(
            NOT carrying.follows,
            carrying.now_policy,
            carrying.calculated,
            carrying.budget,
            carrying.before_planned,
            carrying.before_spent
        ) OVER by_month AS now
    FROM carrying
    WINDOW by_month AS (ORDER BY carrying.period);
END;

-- The chains of all categories that have a budget in the first of some months.
CREATE FUNCTION budget_chains(of_user uuid, first_month date, last_month date, default_policy text)
RETURNS TABLE (
    category_id uuid,
    period date,
    calculated boolean,
    policy text,
    starts boolean,
    budget numeric,
    carried numeric,
    available numeric,
    spent numeric,
    planned numeric,
    before numeric,
    before_spent numeric,
    now_policy text,
    now numeric
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        budgets.category_id,
        chain.period,
        chain.calculated,
        chain.policy,
        chain.starts,
        chain.budget,
        chain.carried,
        chain.available,
        chain.spent,
        chain.planned,
        chain.before,
        chain.before_spent,
        chain.now_policy,
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


-- -------------------------------------------------------------------------------------------------
-- What comes back
-- -------------------------------------------------------------------------------------------------

-- An income or an expense that is due every month, quarter or year from first_month on, up to and
-- including last_month.
--
-- An edit holds from a month on. Where something is due before that and was not posted, a copy of the item as it
-- was stays, up to its last_month, with the item that has taken its place; both may be one for the keys that lead
-- here. Of earlier terms there may be several, each up to another month. The months are posted under the item.
CREATE TABLE recurring_items (
    user_id             uuid          NOT NULL,
    id                  uuid          NOT NULL DEFAULT gen_random_uuid(),
    income_category_id  uuid,
    expense_category_id uuid,
    subcategory_id      uuid,
    amount              numeric(24,4) NOT NULL,
    description         text,
    every               text          NOT NULL,
    first_month         date          NOT NULL,
    last_month          date,         -- null: no end
    succeeded_by        uuid,         -- null: it is the item itself
    created_at          timestamptz   NOT NULL DEFAULT now(),
    updated_at          timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT recurring_item_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT recurring_income_is_in_a_category
        FOREIGN KEY (income_category_id) REFERENCES income_categories (id),
    CONSTRAINT recurring_expense_is_in_a_category
        FOREIGN KEY (expense_category_id) REFERENCES expense_categories (id),
    CONSTRAINT expense_subcategory_is_of_its_category
        FOREIGN KEY (expense_category_id, subcategory_id)
        REFERENCES expense_subcategories (category_id, id),
    CONSTRAINT recurring_item_is_an_income_or_an_expense
        CHECK (num_nonnulls(income_category_id, expense_category_id) = 1),
    CONSTRAINT subcategory_is_of_an_expense
        CHECK (subcategory_id IS NULL OR expense_category_id IS NOT NULL),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT amount_is_not_zero
        CHECK (amount <> 0),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000),
    CONSTRAINT every_is_month_quarter_or_year
        CHECK (every IN ('month', 'quarter', 'year')),
    CONSTRAINT recurring_months_are_first_days_from_2000_to_2100
        CHECK (
            extract(day FROM first_month) = 1
            AND first_month BETWEEN '2000-01-01' AND '2100-12-01'
            AND (last_month IS NULL OR last_month BETWEEN '2000-01-01' AND '2100-12-01')
            AND (last_month IS NULL OR extract(day FROM last_month) = 1)
        ),
    CONSTRAINT recurring_item_ends_after_it_begins
        CHECK (last_month >= first_month),
    CONSTRAINT earlier_terms_are_of_a_recurring_item
        FOREIGN KEY (user_id, succeeded_by) REFERENCES recurring_items (user_id, id),
    CONSTRAINT earlier_terms_have_an_end
        CHECK (succeeded_by IS NULL OR last_month IS NOT NULL),
    CONSTRAINT earlier_terms_are_a_row_of_their_own
        CHECK (succeeded_by <> id),
    CONSTRAINT earlier_terms_end_once_a_month
        UNIQUE (user_id, succeeded_by, last_month)
);

CREATE INDEX recurring_items_by_income_category
    ON recurring_items (income_category_id);

CREATE INDEX recurring_items_by_expense_category
    ON recurring_items (expense_category_id, subcategory_id);


-- The months in which a recurring item was written, once each. No key leads to the item: who
-- deletes it means it, and the row that stays here keeps it from being written again.
CREATE TABLE recurring_postings (
    user_id      uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    recurring_id uuid        NOT NULL,
    item_id      uuid        NOT NULL,
    year         integer     NOT NULL,
    month        integer     NOT NULL,
    period       date        NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    created_at   timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT posting_is_of_a_recurring_item
        FOREIGN KEY (user_id, recurring_id) REFERENCES recurring_items (user_id, id),
    CONSTRAINT recurring_month_taken
        UNIQUE (user_id, recurring_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12)
);


-- How far apart the months are in which it is due.
CREATE FUNCTION step_of(every text) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_interval(months => CASE every WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END);

-- The months up to another in which a recurring item is due, posted or not, each with the row whose terms hold in
-- it: of those that have not ended, the one that ends first.
CREATE FUNCTION due_months(of_user uuid, of_item uuid, up_to date)
RETURNS TABLE (period date, terms_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH terms AS (
        SELECT
            recurring_items.id,
            recurring_items.every,
            recurring_items.first_month,
            recurring_items.last_month,
            lag(recurring_items.last_month) OVER (
                ORDER BY recurring_items.succeeded_by IS NULL, recurring_items.last_month
            ) AS before
        FROM recurring_items
        WHERE
            recurring_items.user_id = of_user
            AND (recurring_items.id = of_item OR recurring_items.succeeded_by = of_item)
    )
    SELECT
        due_month::date AS period,
        terms.id AS terms_id
    FROM terms
    CROSS JOIN LATERAL generate_series(
        terms.first_month::timestamp,
        least(terms.last_month, up_to)::timestamp,
        step_of(terms.every)
    ) AS due_month
    WHERE terms.before IS NULL OR due_month > terms.before;
END;
