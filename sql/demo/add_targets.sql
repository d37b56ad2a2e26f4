-- demo/add_targets
-- Add the shares that categories should have, each column as one list.
--
-- param  user_id     uuid
-- param  category    text[]  codes of built-in categories
-- param  target_pct  numeric[]
INSERT INTO category_allocation_targets (user_id, category_id, target_pct)
SELECT
    %(user_id)s::uuid,
    asset_categories.id,
    given.target_pct
FROM unnest(%(category)s::text[], %(target_pct)s::numeric[]) AS given (category, target_pct)
JOIN asset_categories
    ON asset_categories.code = given.category
    AND asset_categories.user_id IS NULL
ORDER BY given.category;
