-- expense/list
-- What went out, newest first.
--
-- param  user_id         uuid
-- param  first           date?    the first month
-- param  last            date?    the last month
-- param  category_id     uuid?
-- param  subcategory_id  uuid?
-- param  search          text?    part of the note, in any case
-- param  limit           bigint?  how many; null for all
-- row    month           date
-- row    date            date?    the day, where it is known
-- row    category        text     the code
-- row    subcategory     text?    the code
-- row    name            text     of the category, and of the subcategory
-- row    amount          numeric
-- row    note            text?
-- row    id              text
SELECT
    expense_items.period AS month,
    expense_items.spent_on AS date,
    expense_categories.code AS category,
    expense_subcategories.code AS subcategory,
    concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
    expense_items.amount,
    expense_items.description AS note,
    expense_items.id::text AS id
FROM expense_items
JOIN expense_categories ON expense_categories.id = expense_items.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
WHERE
    expense_items.user_id = %(user_id)s::uuid
    AND (expense_items.year, expense_items.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    AND (%(category_id)s::uuid IS NULL OR expense_items.category_id = %(category_id)s::uuid)
    AND (%(subcategory_id)s::uuid IS NULL OR expense_items.subcategory_id = %(subcategory_id)s::uuid)
    AND (
        %(search)s::text IS NULL
        OR position(searchable(%(search)s::text) IN searchable(expense_items.description)) > 0
    )
ORDER BY
    expense_items.year DESC,
    expense_items.month DESC,
    expense_items.spent_on DESC NULLS LAST,
    expense_items.created_at DESC,
    expense_items.id
LIMIT %(limit)s::bigint;
