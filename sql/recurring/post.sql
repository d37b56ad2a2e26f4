-- recurring/post
-- Write what is due and was not written before, once however often it is asked for.
--
-- param  user_id      uuid
-- param  first        date?    the first month that is looked at; null for all up to the last
-- param  last         date
-- row    month        date
-- row    kind         text     income or expense
-- row    category     text     the code
-- row    subcategory  text?    the code
-- row    name         text     of the category, and of the subcategory
-- row    amount       numeric
-- row    note         text?
-- row    id           text     of the income or the expense
WITH due AS (
    SELECT
        recurring_items.id AS recurring_id,
        due_month.period,
        year_of(due_month.period) AS year,
        month_of(due_month.period) AS month,
        terms.income_category_id,
        terms.expense_category_id,
        terms.subcategory_id,
        coalesce(income_categories.code, expense_categories.code) AS category,
        expense_subcategories.code AS subcategory,
        concat_ws(' / ', income_categories.name, expense_categories.name, expense_subcategories.name) AS name,
        terms.amount,
        terms.description
    FROM recurring_items
    CROSS JOIN LATERAL due_months(%(user_id)s::uuid, recurring_items.id, %(last)s::date) AS due_month
    JOIN recurring_items AS terms ON terms.user_id = %(user_id)s::uuid AND terms.id = due_month.terms_id
    LEFT JOIN income_categories ON income_categories.id = terms.income_category_id
    LEFT JOIN expense_categories ON expense_categories.id = terms.expense_category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = terms.subcategory_id
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.succeeded_by IS NULL
        AND due_month.period >= coalesce(%(first)s::date, '2000-01-01')
        AND due_month.period < least(
            income_categories.closed_on, expense_categories.closed_on, expense_subcategories.closed_on, 'infinity'
        )
),
-- In one order for all, so that two who post at once wait for each other and never in a circle.
claimed AS (
    INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)
    SELECT
        %(user_id)s::uuid,
        due.recurring_id,
        gen_random_uuid(),
        due.year,
        due.month
    FROM due
    ORDER BY due.recurring_id, due.period
    ON CONFLICT (user_id, recurring_id, year, month) DO NOTHING
    RETURNING
        recurring_postings.recurring_id,
        recurring_postings.item_id,
        recurring_postings.period
),
incomes AS (
    INSERT INTO incoming_items (user_id, id, category_id, year, month, amount, description)
    SELECT
        %(user_id)s::uuid,
        claimed.item_id,
        due.income_category_id,
        due.year,
        due.month,
        due.amount,
        due.description
    FROM claimed
    JOIN due USING (recurring_id, period)
    WHERE due.income_category_id IS NOT NULL
),
expenses AS (
    INSERT INTO expense_items (user_id, id, category_id, subcategory_id, year, month, amount, description)
    SELECT
        %(user_id)s::uuid,
        claimed.item_id,
        due.expense_category_id,
        due.subcategory_id,
        due.year,
        due.month,
        due.amount,
        due.description
    FROM claimed
    JOIN due USING (recurring_id, period)
    WHERE due.expense_category_id IS NOT NULL
)
SELECT
    claimed.period AS month,
    CASE WHEN due.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    due.category,
    due.subcategory,
    due.name,
    due.amount,
    due.description AS note,
    claimed.item_id::text AS id
FROM claimed
JOIN due USING (recurring_id, period)
ORDER BY month, kind DESC, name, note, claimed.item_id;
