-- demo/add_expenses
-- Add what went out, each column as one list.
--
-- param  user_id      uuid
-- param  category     text[]     codes of built-in categories
-- param  subcategory  text[]     codes of built-in subcategories, null for none
-- param  month        date[]
-- param  amount       numeric[]  negative for what came back
-- param  description  text[]
-- param  spent_on     date[]     null where the day is not known
INSERT INTO expense_items (
    user_id, category_id, subcategory_id, year, month, amount, description, spent_on
)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    expense_subcategories.id,
    extract(YEAR FROM given.month)::integer,
    extract(MONTH FROM given.month)::integer,
    given.amount,
    given.description,
    given.spent_on
FROM unnest(
    %(category)s::text[],
    %(subcategory)s::text[],
    %(month)s::date[],
    %(amount)s::numeric[],
    %(description)s::text[],
    %(spent_on)s::date[]
) AS given (category, subcategory, month, amount, description, spent_on)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
LEFT JOIN expense_subcategories
    ON expense_subcategories.category_id = expense_categories.id
    AND expense_subcategories.code = given.subcategory
    AND expense_subcategories.user_id IS NULL
ORDER BY given.month, given.spent_on, given.description, given.amount;
