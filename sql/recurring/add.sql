-- recurring/add
-- Record an income or an expense that comes back.
--
-- param  user_id         uuid
-- param  kind            text     income or expense
-- param  category_id     uuid     of that kind
-- param  subcategory_id  uuid?    of that category
-- param  amount          numeric  negative for what is given back
-- param  note            text?
-- param  every           text     as in a row
-- param  day             integer?  as in a row
-- param  first_month     date
-- param  last_month      date?    null for no end
-- row    kind            text     income or expense
-- row    category        text     the code
-- row    subcategory     text?    the code
-- row    name            text     of the category, and of the subcategory
-- row    amount          numeric
-- row    every           text     week, month, quarter or year, or a number of these: 2 weeks
-- row    day             integer?  of the month, the last where that is shorter; of weeks, of the first month
-- row    first_month     date
-- row    last_month      date?    null for no end
-- row    note            text?
-- row    id              text
WITH added AS (
    INSERT INTO recurring_items (
        user_id, income_category_id, expense_category_id, subcategory_id,
        amount, description, every, day, first_month, last_month
    )
    SELECT
        %(user_id)s::uuid,
        CASE WHEN %(kind)s::text = 'income' THEN %(category_id)s::uuid END,
        CASE WHEN %(kind)s::text = 'expense' THEN %(category_id)s::uuid END,
        %(subcategory_id)s::uuid,
        %(amount)s::numeric,
        nullif(%(note)s::text, ''),
        %(every)s::text,
        %(day)s::integer,
        %(first_month)s::date,
        %(last_month)s::date
    RETURNING
        recurring_items.id,
        recurring_items.income_category_id,
        recurring_items.expense_category_id,
        recurring_items.subcategory_id,
        recurring_items.amount,
        recurring_items.description,
        recurring_items.every,
        recurring_items.day,
        recurring_items.first_month,
        recurring_items.last_month
)
SELECT
    CASE WHEN added.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    added.amount,
    added.every,
    added.day,
    added.first_month,
    added.last_month,
    added.description AS note,
    added.id::text AS id
FROM added
LEFT JOIN income_categories ON income_categories.id = added.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = added.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = added.subcategory_id
ORDER BY added.id;
