-- recurring/edit
-- Change what comes from now on; null leaves a thing as it is, an empty note takes it away.
--
-- param  user_id         uuid
-- param  id              uuid
-- param  category_id     uuid?    of its own kind
-- param  subcategory_id  uuid?    of that category; null for none, where a category is given
-- param  amount          numeric?
-- param  note            text?
-- param  every           text?    as in a row
-- param  day             integer?
-- param  first_month     date?
-- param  last_month      date?
-- param  is_endless      boolean  whether it loses its end
-- param  is_dayless      boolean  whether it loses its day
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
WITH edited AS (
    UPDATE recurring_items
    SET
        income_category_id = CASE
            WHEN recurring_items.income_category_id IS NOT NULL
                THEN coalesce(%(category_id)s::uuid, recurring_items.income_category_id)
        END,
        expense_category_id = CASE
            WHEN recurring_items.expense_category_id IS NOT NULL
                THEN coalesce(%(category_id)s::uuid, recurring_items.expense_category_id)
        END,
        subcategory_id = CASE
            WHEN %(category_id)s::uuid IS NULL THEN recurring_items.subcategory_id
            ELSE %(subcategory_id)s::uuid
        END,
        amount = coalesce(%(amount)s::numeric, recurring_items.amount),
        description = nullif(coalesce(%(note)s::text, recurring_items.description), ''),
        every = coalesce(%(every)s::text, recurring_items.every),
        day = CASE
            WHEN NOT %(is_dayless)s::boolean THEN coalesce(%(day)s::integer, recurring_items.day)
        END,
        first_month = coalesce(%(first_month)s::date, recurring_items.first_month),
        last_month = CASE
            WHEN NOT %(is_endless)s::boolean THEN coalesce(%(last_month)s::date, recurring_items.last_month)
        END
    WHERE recurring_items.user_id = %(user_id)s::uuid AND recurring_items.id = %(id)s::uuid
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
    CASE WHEN edited.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    edited.amount,
    edited.every,
    edited.day,
    edited.first_month,
    edited.last_month,
    edited.description AS note,
    edited.id::text AS id
FROM edited
LEFT JOIN income_categories ON income_categories.id = edited.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = edited.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = edited.subcategory_id
ORDER BY edited.id;
