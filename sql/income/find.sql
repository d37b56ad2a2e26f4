-- income/find
-- The entries whose ids lie in a range, which is what the beginning of an id stands for.
--
-- param  user_id   uuid
-- param  first_id  uuid
-- param  last_id   uuid
-- row    month     date
-- row    date      date?  the day, where it is known
-- row    category  text   the code
-- row    name      text   of the category
-- row    amount    numeric
-- row    note      text?
-- row    id        text
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
    AND incoming_items.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY incoming_items.period DESC, incoming_items.id
LIMIT 2;
