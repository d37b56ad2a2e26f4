-- budget/set_policy
-- Say how a category's budgets are rolled forward from now on.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  policy       text
INSERT INTO budget_policies (user_id, category_id, policy)
SELECT
    %(user_id)s::uuid,
    %(category_id)s::uuid,
    %(policy)s::text
ON CONFLICT (user_id, category_id) DO UPDATE SET
    policy = excluded.policy;
