-- budget/set_policy
-- Say how a category's budgets are rolled forward from now on.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  policy       text
-- param  carry_floor  numeric?  the least that is carried; null for no such bound
-- param  carry_cap    numeric?  the most
INSERT INTO budget_policies (user_id, category_id, policy, carry_floor, carry_cap)
SELECT
    %(user_id)s::uuid,
    %(category_id)s::uuid,
    %(policy)s::text,
    %(carry_floor)s::numeric,
    %(carry_cap)s::numeric
ON CONFLICT (user_id, category_id) DO UPDATE SET
    policy = excluded.policy,
    carry_floor = excluded.carry_floor,
    carry_cap = excluded.carry_cap;
