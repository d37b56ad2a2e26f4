-- demo/add_expenses
-- Add what went out, each column as one list.
--
-- param  user_id      uuid
-- param  category     text[]     codes of built-in categories
-- param  subcategory  text[]     codes of built-in subcategories, null for none
-- param  month        text[]
-- param  date         date[]     null where the day is not known
-- param  amount       numeric[]  negative for what came back
-- param  note         text[]
INSERT INTO expense_items (
    user_id, category_id, subcategory_id, year, month, amount, description, spent_on
)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    expense_subcategories.id,
    year_of(to_date(given.month, 'YYYY-MM')),
    month_of(to_date(given.month, 'YYYY-MM')),
    given.amount,
    given.note,
    given.date
FROM unnest(
    %(category)s::text[],
    %(subcategory)s::text[],
    %(month)s::text[],
    %(date)s::date[],
    %(amount)s::numeric[],
    %(note)s::text[]
) AS given (category, subcategory, month, date, amount, note)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
LEFT JOIN expense_subcategories
    ON expense_subcategories.category_id = expense_categories.id
    AND expense_subcategories.code = given.subcategory
    AND expense_subcategories.user_id IS NULL
ORDER BY given.month, given.date, given.note, given.amount;
