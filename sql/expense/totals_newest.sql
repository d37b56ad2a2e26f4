-- expense/totals_newest
-- How much the newest of them are together, and how many entries.
--
-- param  user_id         uuid
-- param  first           date?  the first month
-- param  last            date?  the last month
-- param  category_id     uuid?
-- param  subcategory_id  uuid?
-- param  search          text?  part of the note, in any case
-- param  limit           bigint
-- row    amount          numeric
-- row    items           bigint
SELECT
    coalesce(sum(newest.amount), 0) AS amount,
    count(*) AS items
FROM (
    SELECT expense_items.amount
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND (expense_items.year, expense_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
        AND (%(category_id)s::uuid IS NULL OR expense_items.category_id = %(category_id)s::uuid)
        AND (%(subcategory_id)s::uuid IS NULL OR expense_items.subcategory_id = %(subcategory_id)s::uuid)
        AND (
            %(search)s::text IS NULL
            OR position(lower(%(search)s::text) IN lower(expense_items.description)) > 0
        )
    ORDER BY
        expense_items.year DESC,
        expense_items.month DESC,
        expense_items.spent_on DESC NULLS LAST,
        expense_items.created_at DESC,
        expense_items.id
    LIMIT %(limit)s::bigint
) AS newest
ORDER BY items;
