-- expense/add
-- Record an expense.
--
-- param  user_id         uuid
-- param  category_id     uuid
-- param  subcategory_id  uuid?
-- param  month           date
-- param  date            date?    a day of that month
-- param  amount          numeric  negative for what was given back
-- param  note            text?
-- row    month           date
-- row    date            date?    the day, where it is known
-- row    category        text     the code
-- row    subcategory     text?    the code
-- row    name            text     of the category, and of the subcategory
-- row    amount          numeric
-- row    note            text?
-- row    id              text
WITH added AS (
    INSERT INTO expense_items (
        user_id, category_id, subcategory_id, year, month, amount, description, spent_on
    )
    SELECT
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        %(subcategory_id)s::uuid,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        %(amount)s::numeric,
        nullif(%(note)s::text, ''),
        %(date)s::date
    RETURNING
        expense_items.id,
        expense_items.category_id,
        expense_items.subcategory_id,
        expense_items.period,
        expense_items.spent_on,
        expense_items.amount,
        expense_items.description
)
SELECT
    added.period AS month,
    added.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    added.amount,
    added.description AS note,
    added.id::text AS id
FROM added
JOIN expense_categories ON expense_categories.id = added.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = added.subcategory_id
ORDER BY added.period DESC, added.id;
