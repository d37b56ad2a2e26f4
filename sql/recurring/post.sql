-- recurring/post
-- Write what is due and was not written before, once however often it is asked for.
--
-- param  user_id       uuid
-- param  month         date?    null for all up to the last day
-- param  last          date     the last day
-- row    month         date     of the entry, which follows from its day
-- row    date         date?    null for no day
-- row    kind         text     income or expense
-- row    category     text     the code
-- row    subcategory  text?    the code
-- row    name         text     of the category, and of the subcategory
-- row    amount       numeric
-- row    note         text?
-- row    id           text     of the income or the expense
WITH due AS (
    SELECT
        gen_random_uuid() AS item_id,
        items.recurring_id,
        items.due_on,
        items.known_by,
        items.entry_month,
        items.income_category_id,
        items.expense_category_id,
        items.subcategory_id,
        coalesce(income_categories.code, expense_categories.code) AS category,
        expense_subcategories.code AS subcategory,
        concat_ws(' / ', income_categories.name, expense_categories.name, expense_subcategories.name) AS name,
        items.amount,
        items.description
    FROM due_items(%(user_id)s::uuid, %(month)s::date, %(last)s::date) AS items
    LEFT JOIN income_categories ON income_categories.id = items.income_category_id
    LEFT JOIN expense_categories ON expense_categories.id = items.expense_category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = items.subcategory_id
    WHERE
        items.entry_month < least(
            income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on, 'infinity'
        )
),
-- In one order for all, so that two who post at once wait for each other and never in a circle.
claimed AS (
    INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month, due_on)
    SELECT
        %(user_id)s::uuid,
        due.recurring_id,
        due.item_id,
        year_of(due.entry_month),
        month_of(due.entry_month),
        due.known_by
    FROM due
    ORDER BY due.recurring_id, due.entry_month, due.known_by
    ON CONFLICT (user_id, recurring_id, year, month, due_on) DO NOTHING
    RETURNING recurring_postings.item_id
),
incomes AS (
    INSERT INTO incoming_items (user_id, id, category_id, year, month, received_on, amount, description)
    SELECT
        %(user_id)s::uuid,
        due.item_id,
        due.income_category_id,
        year_of(due.entry_month),
        month_of(due.entry_month),
        due.due_on,
        due.amount,
        due.description
    FROM due
    JOIN claimed ON claimed.item_id = due.item_id
    WHERE due.income_category_id IS NOT NULL
),
expenses AS (
    INSERT INTO expense_items (user_id, id, category_id, subcategory_id, year, month, spent_on, amount, description)
    SELECT
        %(user_id)s::uuid,
        due.item_id,
        due.expense_category_id,
        due.subcategory_id,
        year_of(due.entry_month),
        month_of(due.entry_month),
        due.due_on,
        due.amount,
        due.description
    FROM due
    JOIN claimed ON claimed.item_id = due.item_id
    WHERE due.expense_category_id IS NOT NULL
)
SELECT
    due.entry_month AS month,
    due.due_on AS date,
    CASE WHEN due.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    due.category,
    due.subcategory,
    due.name,
    due.amount,
    due.description AS note,
    due.item_id::text AS id
FROM due
JOIN claimed ON claimed.item_id = due.item_id
ORDER BY month, date NULLS FIRST, kind DESC, name, note, due.item_id;
