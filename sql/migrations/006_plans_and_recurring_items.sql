-- 006_plans_and_recurring_items.sql
-- Budgets that carry what is left, by month and by year; items that come back; categories that end.


-- -------------------------------------------------------------------------------------------------
-- Categories that end: they keep their history, and nothing new goes into them from that month on.
-- Only a user's own can be closed, for the built-in ones are everybody's and written by nobody.
-- -------------------------------------------------------------------------------------------------

ALTER TABLE income_categories ADD COLUMN closed_on date;
ALTER TABLE expense_categories ADD COLUMN closed_on date;
ALTER TABLE expense_subcategories ADD COLUMN closed_on date;


-- -------------------------------------------------------------------------------------------------
-- Budgets
-- -------------------------------------------------------------------------------------------------

-- What a category may cost in a month is budget_amount + carried_amount: the plan, and what the
-- months before have left of theirs or overspent. They are kept apart, so that a plan of 100 stays
-- 100 however often it is carried. policy says how a roll came to the two; null for what was typed,
-- and for what the seed's own query has rolled, which knows no policy and carries nothing.
ALTER TABLE budgets ADD COLUMN carried_amount numeric(24,4) NOT NULL DEFAULT 0;
ALTER TABLE budgets ADD CONSTRAINT carried_amount_is_a_number
    CHECK (carried_amount <> 'NaN');
ALTER TABLE budgets ADD COLUMN policy text;
ALTER TABLE budgets ADD CONSTRAINT policy_is_adjust_carry_or_reset
    CHECK (policy IN ('adjust', 'carry', 'reset'));


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


-- Each budget with what was spent of it, and with the plan behind it: what a person last typed for
-- the category, up to that month.
CREATE VIEW budget_months WITH (security_invoker = true) AS
SELECT
    budgets.user_id,
    budgets.category_id,
    budgets.year,
    budgets.month,
    budgets.period,
    budgets.budget_amount,
    budgets.carried_amount,
    budgets.calculated,
    budgets.policy,
    budgets.budget_amount + budgets.carried_amount AS available,
    coalesce(spending.spent, 0) AS spent,
    coalesce(typed.budget_amount, budgets.budget_amount) AS planned
FROM budgets
LEFT JOIN LATERAL (
    SELECT sum(expense_items.amount) AS spent
    FROM expense_items
    WHERE expense_items.user_id = budgets.user_id
        AND expense_items.year = budgets.year
        AND expense_items.month = budgets.month
        AND expense_items.category_id = budgets.category_id
) AS spending ON true
LEFT JOIN LATERAL (
    SELECT earlier.budget_amount
    FROM budgets AS earlier
    WHERE earlier.user_id = budgets.user_id
        AND earlier.category_id = budgets.category_id
        AND (earlier.year, earlier.month) <= (budgets.year, budgets.month)
        AND NOT earlier.calculated
    ORDER BY earlier.year DESC, earlier.month DESC
    LIMIT 1
) AS typed ON true;


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
-- What comes back
-- -------------------------------------------------------------------------------------------------

-- An income or an expense that is due every month, quarter or year from first_month on, up to and
-- including last_month.
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
        CHECK (last_month >= first_month)
);

CREATE INDEX recurring_items_by_income_category
    ON recurring_items (income_category_id);

CREATE INDEX recurring_items_by_expense_category
    ON recurring_items (expense_category_id, subcategory_id);


-- How far apart the months are in which it is due.
CREATE FUNCTION step_of(every text) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_interval(months => CASE every WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END);


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


-- -------------------------------------------------------------------------------------------------
-- What reports have in common
-- -------------------------------------------------------------------------------------------------

-- A part as a fraction of a whole, with the six decimals that every share has; null where the whole
-- is nothing or less, for then no share of it means anything. A quotient has as many decimals as
-- what is divided, and of a large one PostgreSQL works out few more: hence the factor.
CREATE FUNCTION share_of(part numeric, whole numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN whole > 0 THEN round(part * 1.000000000000 / whole, 6) END;

-- An amount of money spread over so many months, with the four decimals that money has.
CREATE FUNCTION average_of(total numeric, months bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN months > 0 THEN round(total * 1.000000000000 / months, 4) END;


-- What came in and what went out, one beside the other. Only what the indexes by month hold.
CREATE VIEW cash_flows WITH (security_invoker = true) AS
SELECT
    user_id,
    year,
    month,
    category_id,
    amount AS income,
    NULL::numeric AS expense
FROM incoming_items
UNION ALL
SELECT
    user_id,
    year,
    month,
    category_id,
    NULL::numeric AS income,
    amount AS expense
FROM expense_items;


-- -------------------------------------------------------------------------------------------------
-- What every table of a user's keeps: updated_at, categories that are theirs, row security
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON yearly_budgets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON budget_policies
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON recurring_items
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON yearly_budgets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON yearly_budgets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON budget_policies
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON budget_policies
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER income_category_is_own_or_built_in_on_insert AFTER INSERT ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('income_categories', 'income_category_id');
CREATE TRIGGER income_category_is_own_or_built_in_on_update AFTER UPDATE ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('income_categories', 'income_category_id');
CREATE TRIGGER expense_category_is_own_or_built_in_on_insert AFTER INSERT ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'expense_category_id');
CREATE TRIGGER expense_category_is_own_or_built_in_on_update AFTER UPDATE ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'expense_category_id');
CREATE TRIGGER subcategory_is_own_or_built_in_on_insert AFTER INSERT ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_subcategories', 'subcategory_id');
CREATE TRIGGER subcategory_is_own_or_built_in_on_update AFTER UPDATE ON recurring_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_subcategories', 'subcategory_id');

ALTER TABLE yearly_budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE yearly_budgets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON yearly_budgets
    USING (user_id = current_user_id());

ALTER TABLE budget_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_policies FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON budget_policies
    USING (user_id = current_user_id());

ALTER TABLE recurring_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE recurring_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON recurring_items
    USING (user_id = current_user_id());

ALTER TABLE recurring_postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE recurring_postings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON recurring_postings
    USING (user_id = current_user_id());

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON
            yearly_budgets,
            budget_policies,
            recurring_items,
            recurring_postings
        TO finally_app;
        GRANT SELECT ON budget_months, cash_flows TO finally_app;
    END IF;
END
$$;
