-- export/budget_policies
-- How the budgets of categories roll over.
--
-- param  user_id      uuid
-- row    category     text
-- row    policy       text      adjust, carry or reset
-- row    carry_floor  numeric?  the least that is carried
-- row    carry_cap    numeric?  the most
-- row    id           text
-- row    created_at   text
-- row    updated_at   text
SELECT
    expense_categories.code AS category,
    budget_policies.policy,
    budget_policies.carry_floor,
    budget_policies.carry_cap,
    budget_policies.id::text AS id,
    to_char(budget_policies.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(budget_policies.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM budget_policies
JOIN expense_categories ON expense_categories.id = budget_policies.category_id
WHERE budget_policies.user_id = %(user_id)s::uuid
ORDER BY
    expense_categories.code COLLATE "C",
    budget_policies.id;
