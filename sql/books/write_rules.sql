-- books/write_rules
-- Write the rules of a file.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO rules (
    user_id, id, position, pattern, is_regex, least_amount, most_amount, direction, source_id, action,
    income_category_id, expense_category_id, subcategory_id, asset_id, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.position,
    said.pattern,
    said.is_regex,
    said.least_amount,
    said.most_amount,
    said.direction,
    said.source_id,
    said.action,
    income_categories.id,
    expense_categories.id,
    expense_subcategories.id,
    said.asset_id,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, position integer, pattern text, is_regex boolean, least_amount numeric, most_amount numeric,
    direction text, source_id uuid, action text, income_category text, expense_category text, subcategory text,
    asset_id uuid, created_at timestamptz, updated_at timestamptz
)
LEFT JOIN income_categories
    ON income_categories.code = said.income_category
    AND (income_categories.user_id = %(user_id)s::uuid OR income_categories.user_id IS NULL)
LEFT JOIN expense_categories
    ON expense_categories.code = said.expense_category
    AND (expense_categories.user_id = %(user_id)s::uuid OR expense_categories.user_id IS NULL)
LEFT JOIN expense_subcategories
    ON expense_subcategories.code = said.subcategory
    AND (expense_subcategories.user_id = %(user_id)s::uuid OR expense_subcategories.user_id IS NULL)
WHERE
    staged.table_name = 'rules'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    position = excluded.position,
    pattern = excluded.pattern,
    is_regex = excluded.is_regex,
    least_amount = excluded.least_amount,
    most_amount = excluded.most_amount,
    direction = excluded.direction,
    source_id = excluded.source_id,
    action = excluded.action,
    income_category_id = excluded.income_category_id,
    expense_category_id = excluded.expense_category_id,
    subcategory_id = excluded.subcategory_id,
    asset_id = excluded.asset_id;
