-- budget/reroll
-- Work out anew what was rolled into a month, where the month before says something else by now.
-- What a person has set stays.
--
-- param  user_id         uuid
-- param  month           date
-- param  default_policy  text     of categories without one of their own
-- row    category        text     the code
-- row    previous        numeric  what was available
-- row    available       numeric  what is now
WITH made AS (
    SELECT
        kept.id,
        kept.budget_amount + kept.carried_amount AS previous,
        coalesce(budget_policies.policy, %(default_policy)s::text) AS policy,
        next_budget(
            coalesce(budget_policies.policy, %(default_policy)s::text),
            last.planned, last.available, last.spent
        ) AS budget,
        next_carry(
            coalesce(budget_policies.policy, %(default_policy)s::text), last.available, last.spent
        ) AS carried
    FROM budgets AS kept
    JOIN budget_months AS last
        ON last.user_id = kept.user_id
        AND last.category_id = kept.category_id
        AND last.year = extract(YEAR FROM %(month)s::date - interval '1 month')::integer
        AND last.month = extract(MONTH FROM %(month)s::date - interval '1 month')::integer
    LEFT JOIN budget_policies
        ON budget_policies.user_id = kept.user_id
        AND budget_policies.category_id = kept.category_id
    WHERE
        kept.user_id = %(user_id)s::uuid
        AND kept.year = extract(YEAR FROM %(month)s::date)::integer
        AND kept.month = extract(MONTH FROM %(month)s::date)::integer
        AND kept.calculated
),
changed AS (
    UPDATE budgets
    SET
        budget_amount = made.budget,
        carried_amount = made.carried,
        policy = made.policy
    FROM made
    WHERE
        budgets.user_id = %(user_id)s::uuid
        AND budgets.id = made.id
        AND (budgets.budget_amount, budgets.carried_amount) <> (made.budget, made.carried)
    RETURNING
        budgets.category_id,
        made.previous,
        made.budget + made.carried AS available
)
SELECT
    expense_categories.code AS category,
    changed.previous,
    changed.available
FROM changed
JOIN expense_categories ON expense_categories.id = changed.category_id
ORDER BY expense_categories.sort_order, expense_categories.code, expense_categories.id;
