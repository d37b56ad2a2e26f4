-- expense/edit
-- Change an expense; null leaves a thing as it is, an empty note takes it away.
--
-- param  user_id         uuid
-- param  id              uuid
-- param  category_id     uuid?
-- param  subcategory_id  uuid?  of that category; null for none, where a category is given
-- param  month           date?
-- param  date            date?  a day of the month
-- param  amount          numeric?
-- param  note            text?
-- row    month           date
-- row    date            date?  the day, where it is known
-- row    category        text   the code
-- row    subcategory     text?  the code
-- row    name            text   of the category, and of the subcategory
-- row    amount          numeric
-- row    note            text?
-- row    id              text
WITH edited AS (
    UPDATE expense_items
    SET
        category_id = coalesce(%(category_id)s::uuid, expense_items.category_id),
        subcategory_id = CASE
            WHEN %(category_id)s::uuid IS NULL THEN expense_items.subcategory_id
            ELSE %(subcategory_id)s::uuid
        END,
        year = year_of(coalesce(%(month)s::date, expense_items.period)),
        month = month_of(coalesce(%(month)s::date, expense_items.period)),
        amount = coalesce(%(amount)s::numeric, expense_items.amount),
        description = nullif(coalesce(%(note)s::text, expense_items.description), ''),
        spent_on = coalesce(%(date)s::date, expense_items.spent_on)
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.id = %(id)s::uuid
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
    edited.period AS month,
    edited.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    edited.amount,
    edited.description AS note,
    edited.id::text AS id
FROM edited
JOIN expense_categories ON expense_categories.id = edited.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = edited.subcategory_id
ORDER BY edited.period DESC, edited.id;
