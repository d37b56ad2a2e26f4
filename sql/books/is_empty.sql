-- books/is_empty
-- Whether nothing has been recorded in the books.
--
-- param  user_id   uuid
-- row    is_empty  boolean
SELECT
    NOT (
        EXISTS (SELECT FROM asset_categories WHERE asset_categories.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM income_categories WHERE income_categories.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM expense_categories WHERE expense_categories.user_id = %(user_id)s::uuid)
        OR EXISTS (
            SELECT FROM expense_subcategories WHERE expense_subcategories.user_id = %(user_id)s::uuid
        )
        OR EXISTS (SELECT FROM assets WHERE assets.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM sources WHERE sources.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM rules WHERE rules.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM imports WHERE imports.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM import_rows WHERE import_rows.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM asset_inputs WHERE asset_inputs.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM incoming_items WHERE incoming_items.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM expense_items WHERE expense_items.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM budgets WHERE budgets.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM budget_moves WHERE budget_moves.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM yearly_budgets WHERE yearly_budgets.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM budget_policies WHERE budget_policies.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM target_sets WHERE target_sets.user_id = %(user_id)s::uuid)
        OR EXISTS (
            SELECT FROM category_allocation_targets WHERE category_allocation_targets.user_id = %(user_id)s::uuid
        )
        OR EXISTS (SELECT FROM asset_targets WHERE asset_targets.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM fx_rates WHERE fx_rates.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM market_cap_history WHERE market_cap_history.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM recurring_items WHERE recurring_items.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM recurring_postings WHERE recurring_postings.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM goals WHERE goals.user_id = %(user_id)s::uuid)
        OR EXISTS (SELECT FROM goal_parts WHERE goal_parts.user_id = %(user_id)s::uuid)
    ) AS is_empty;
