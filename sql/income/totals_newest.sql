-- income/totals_newest
-- How much the newest of them are together, and how many entries.
--
-- param  user_id      uuid
-- param  first        date?  the first month
-- param  last         date?  the last month
-- param  category_id  uuid?
-- param  search       text?  part of the note, in any case
-- param  limit        bigint
-- row    amount       numeric
-- row    items        bigint
SELECT
    coalesce(sum(newest.amount), 0) AS amount,
    count(*) AS items
FROM (
    SELECT incoming_items.amount
    FROM incoming_items
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND (incoming_items.year, incoming_items.month)
            BETWEEN (
                year_of(coalesce(%(first)s::date, '2000-01-01')),
                month_of(coalesce(%(first)s::date, '2000-01-01'))
            )
            AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
        AND (%(category_id)s::uuid IS NULL OR incoming_items.category_id = %(category_id)s::uuid)
        AND (
            %(search)s::text IS NULL
            OR position(lower(%(search)s::text) IN lower(incoming_items.description)) > 0
        )
    ORDER BY
        incoming_items.year DESC,
        incoming_items.month DESC,
        incoming_items.received_on DESC NULLS LAST,
        incoming_items.created_at DESC,
        incoming_items.id
    LIMIT %(limit)s::bigint
) AS newest
ORDER BY items;
