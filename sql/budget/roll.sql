-- budget/roll
-- Make a month's budgets from those of the month before, by the policy of each category.
-- A budget that is there already stays as it is.
--
-- param  user_id         uuid
-- param  month           date      the month that gets its budgets
-- param  default_policy  text      of categories without one of their own
-- row    category        text      the code
-- row    name            text
-- row    policy          text
-- row    before          numeric   what was available in the month before
-- row    spent           numeric   in the month before
-- row    budget          numeric   what the policy makes of them
-- row    carried         numeric
-- row    available       numeric
-- row    rolled          boolean   whether it was written now
-- row    why             text?     else: set, closed, same or differs
-- row    kept            numeric?  what is available, as the month has it
WITH made AS (
    SELECT
        last.category_id,
        coalesce(budget_policies.policy, %(default_policy)s::text) AS policy,
        last.available AS before,
        last.spent,
        next_budget(
            coalesce(budget_policies.policy, %(default_policy)s::text),
            last.planned, last.available, last.spent
        ) AS budget,
        next_carry(
            coalesce(budget_policies.policy, %(default_policy)s::text), last.available, last.spent
        ) AS carried
    FROM budget_months AS last
    LEFT JOIN budget_policies
        ON budget_policies.user_id = last.user_id
        AND budget_policies.category_id = last.category_id
    WHERE
        last.user_id = %(user_id)s::uuid
        AND last.year = extract(YEAR FROM %(month)s::date - interval '1 month')::integer
        AND last.month = extract(MONTH FROM %(month)s::date - interval '1 month')::integer
),
written AS (
    INSERT INTO budgets (
        user_id, category_id, year, month, budget_amount, carried_amount, calculated, policy
    )
    SELECT
        %(user_id)s::uuid,
        made.category_id,
        extract(YEAR FROM %(month)s::date)::integer,
        extract(MONTH FROM %(month)s::date)::integer,
        made.budget,
        made.carried,
        true,
        made.policy
    FROM made
    JOIN expense_categories ON expense_categories.id = made.category_id
    WHERE expense_categories.closed_on IS NULL OR expense_categories.closed_on > %(month)s::date
    ORDER BY made.category_id
    ON CONFLICT (user_id, category_id, year, month) DO NOTHING
    RETURNING budgets.category_id
)
SELECT
    expense_categories.code AS category,
    expense_categories.name,
    made.policy,
    made.before,
    made.spent,
    made.budget,
    made.carried,
    made.budget + made.carried AS available,
    written.category_id IS NOT NULL AS rolled,
    CASE
        WHEN written.category_id IS NOT NULL THEN NULL
        WHEN kept.calculated IS NULL AND expense_categories.closed_on <= %(month)s::date THEN 'closed'
        WHEN NOT kept.calculated THEN 'set'
        WHEN (kept.budget_amount, kept.carried_amount) <> (made.budget, made.carried) THEN 'differs'
        ELSE 'same'
    END AS why,
    kept.budget_amount + kept.carried_amount AS kept
FROM made
JOIN expense_categories ON expense_categories.id = made.category_id
LEFT JOIN written ON written.category_id = made.category_id
LEFT JOIN budgets AS kept
    ON kept.user_id = %(user_id)s::uuid
    AND kept.category_id = made.category_id
    AND kept.year = extract(YEAR FROM %(month)s::date)::integer
    AND kept.month = extract(MONTH FROM %(month)s::date)::integer
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
