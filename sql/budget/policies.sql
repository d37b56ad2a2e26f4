-- budget/policies
-- How each category's budgets are rolled forward.
--
-- param  user_id         uuid
-- param  category_id     uuid?     one category; null for all that are open or have a policy
-- param  default_policy  text
-- row    category        text      the code
-- row    name            text
-- row    policy          text      adjust, carry or reset
-- row    carry_floor     numeric?  the least that is carried
-- row    carry_cap       numeric?  the most
-- row    own             boolean   false where it is the default
SELECT
    expense_categories.code AS category,
    expense_categories.name,
    coalesce(budget_policies.policy, %(default_policy)s::text) AS policy,
    budget_policies.carry_floor,
    budget_policies.carry_cap,
    budget_policies.policy IS NOT NULL AS own
FROM expense_categories
LEFT JOIN budget_policies
    ON budget_policies.user_id = %(user_id)s::uuid
    AND budget_policies.category_id = expense_categories.id
WHERE
    (expense_categories.user_id IS NULL OR expense_categories.user_id = %(user_id)s::uuid)
    AND (
        expense_categories.id = %(category_id)s::uuid
        OR (
            %(category_id)s::uuid IS NULL
            AND (expense_categories.closed_on IS NULL OR budget_policies.policy IS NOT NULL)
        )
    )
ORDER BY
    expense_categories.sort_order,
    expense_categories.code,
    expense_categories.id;
