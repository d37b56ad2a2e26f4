-- budget/unset_policy
-- Have a category's budgets rolled forward by the default again.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- row    policy       text  that it had
DELETE FROM budget_policies
WHERE
    budget_policies.user_id = %(user_id)s::uuid
    AND budget_policies.category_id = %(category_id)s::uuid
RETURNING budget_policies.policy;
