-- income/list
-- What came in, newest first.
--
-- param  user_id      uuid
-- param  first        date?    the first month
-- param  last         date?    the last month
-- param  category_id  uuid?
-- param  search       text?    part of the note, in any case
-- param  limit        bigint?  how many; null for all
-- row    month        date
-- row    date         date?    the day, where it is known
-- row    category     text     the code
-- row    name         text     of the category
-- row    amount       numeric
-- row    note         text?
-- row    id           text
SELECT
    incoming_items.period AS month,
    incoming_items.received_on AS date,
    income_categories.code AS category,
    income_categories.name,
    incoming_items.amount,
    incoming_items.description AS note,
    incoming_items.id::text AS id
FROM incoming_items
JOIN income_categories ON income_categories.id = incoming_items.category_id
WHERE
    incoming_items.user_id = %(user_id)s::uuid
    AND (incoming_items.year, incoming_items.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
    AND (%(category_id)s::uuid IS NULL OR incoming_items.category_id = %(category_id)s::uuid)
    AND (
        %(search)s::text IS NULL
        OR position(searchable(%(search)s::text) IN searchable(incoming_items.description)) > 0
    )
ORDER BY
    incoming_items.year DESC,
    incoming_items.month DESC,
    incoming_items.received_on DESC NULLS LAST,
    incoming_items.created_at DESC,
    incoming_items.id
LIMIT %(limit)s::bigint;
