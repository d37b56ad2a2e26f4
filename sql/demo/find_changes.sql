-- demo/find_changes
-- How many rows the household has, and how many of them have been added or edited since it was loaded.
--
-- param  user_id  uuid
-- row    found    bigint  users of this database included
-- row    changed  bigint
WITH stamps AS (
    SELECT (users.created_at, users.updated_at) AS added_and_edited
    FROM users
    UNION ALL
    SELECT (assets.created_at, assets.updated_at) AS added_and_edited
    FROM assets
    WHERE assets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (asset_inputs.created_at, asset_inputs.updated_at) AS added_and_edited
    FROM asset_inputs
    WHERE asset_inputs.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (fx_rates.created_at, fx_rates.updated_at) AS added_and_edited
    FROM fx_rates
    WHERE fx_rates.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (market_cap_history.created_at, market_cap_history.updated_at) AS added_and_edited
    FROM market_cap_history
    WHERE market_cap_history.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (incoming_items.created_at, incoming_items.updated_at) AS added_and_edited
    FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (expense_items.created_at, expense_items.updated_at) AS added_and_edited
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (budgets.created_at, budgets.updated_at) AS added_and_edited
    FROM budgets
    WHERE budgets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (category_allocation_targets.created_at, category_allocation_targets.updated_at) AS added_and_edited
    FROM category_allocation_targets
    WHERE category_allocation_targets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (asset_targets.created_at, asset_targets.updated_at) AS added_and_edited
    FROM asset_targets
    WHERE asset_targets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (target_sets.created_at, target_sets.updated_at) AS added_and_edited
    FROM target_sets
    WHERE target_sets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (yearly_budgets.created_at, yearly_budgets.updated_at) AS added_and_edited
    FROM yearly_budgets
    WHERE yearly_budgets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (budget_policies.created_at, budget_policies.updated_at) AS added_and_edited
    FROM budget_policies
    WHERE budget_policies.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (recurring_items.created_at, recurring_items.updated_at) AS added_and_edited
    FROM recurring_items
    WHERE recurring_items.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT (recurring_postings.created_at, recurring_postings.created_at) AS added_and_edited
    FROM recurring_postings
    WHERE recurring_postings.user_id = %(user_id)s::uuid
)
SELECT
    count(*) AS found,
    count(*) FILTER (
        WHERE stamps.added_and_edited <> (loaded.created_at, loaded.created_at)
    ) AS changed
FROM stamps
CROSS JOIN (SELECT users.created_at FROM users WHERE users.id = %(user_id)s::uuid) AS loaded;
