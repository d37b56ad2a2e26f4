-- 020_budgets_carry_what_was_left.sql
-- What a budget carries follows from the months before it, and is stored nowhere.


-- -------------------------------------------------------------------------------------------------
-- What goes
-- -------------------------------------------------------------------------------------------------

-- A month that was rolled keeps the policy that it was rolled by, also where a person has typed another plan
-- since: of such a month, what it carried was the only trace of it. The owner of the tables is held by row
-- security too, and must see what stands in them for a moment, and whose a category is.
ALTER TABLE budgets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE expense_categories NO FORCE ROW LEVEL SECURITY;
UPDATE budgets SET policy = 'carry' WHERE NOT calculated AND carried_amount <> 0;
ALTER TABLE budgets FORCE ROW LEVEL SECURITY;
ALTER TABLE expense_categories FORCE ROW LEVEL SECURITY;

DROP VIEW budget_months;
ALTER TABLE budgets DROP CONSTRAINT carried_amount_is_a_number;
ALTER TABLE budgets DROP COLUMN carried_amount;


-- -------------------------------------------------------------------------------------------------
-- The chain of a category's budgets
-- -------------------------------------------------------------------------------------------------

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
            AND (budgets.year, budgets.month)
            <= (year_of(first_month), month_of(first_month))
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
            coalesce(
                (SELECT beginning.year FROM beginning), year_of(first_month)
            ) AS year,
            coalesce(
                (SELECT beginning.month FROM beginning), month_of(first_month)
            ) AS month
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
            AND (budgets.year, budgets.month)
            <= (year_of(last_month), month_of(last_month))
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
