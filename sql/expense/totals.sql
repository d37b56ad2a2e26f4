-- expense/totals
-- How much that is altogether, and how many entries.
--
-- param  user_id         uuid
-- param  first           date?  the first month
-- param  last            date?  the last month
-- param  category_id     uuid?
-- param  subcategory_id  uuid?
-- param  search          text?  part of the note, in any case
-- row    amount          numeric
-- row    items           bigint
SELECT
    coalesce(sum(expense_items.amount), 0) AS amount,
    count(*) AS items
FROM expense_items
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
ORDER BY items;
