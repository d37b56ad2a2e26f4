-- demo/add_targets
-- Add the shares that categories should have, each column as one list.
--
-- param  user_id      uuid
-- param  category     text[]     codes of built-in categories
-- param  first_month  text[]     in which their set begins
-- param  target       numeric[]
INSERT INTO category_allocation_targets (user_id, category_id, year, month, target_pct)
SELECT
    %(user_id)s::uuid,
    asset_categories.id,
    year_of(to_date(given.first_month, 'YYYY-MM')),
    month_of(to_date(given.first_month, 'YYYY-MM')),
    given.target
FROM unnest(
    %(category)s::text[],
    %(first_month)s::text[],
    %(target)s::numeric[]
) AS given (category, first_month, target)
JOIN asset_categories
    ON asset_categories.code = given.category
    AND asset_categories.user_id IS NULL
ORDER BY given.first_month, given.category;
