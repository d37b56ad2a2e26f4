-- income/delete
-- Delete an income.
--
-- param  user_id   uuid
-- param  id        uuid
-- row    month     date
-- row    date      date?  the day, where it is known
-- row    category  text   the code
-- row    name      text   of the category
-- row    amount    numeric
-- row    note      text?
-- row    id        text
WITH deleted AS (
    DELETE FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.id = %(id)s::uuid
    RETURNING
        incoming_items.id,
        incoming_items.category_id,
        incoming_items.period,
        incoming_items.received_on,
        incoming_items.amount,
        incoming_items.description
)
SELECT
    deleted.period AS month,
    deleted.received_on AS date,
    income_categories.code AS category,
    income_categories.name,
    deleted.amount,
    deleted.description AS note,
    deleted.id::text AS id
FROM deleted
JOIN income_categories ON income_categories.id = deleted.category_id
ORDER BY deleted.period DESC, deleted.id;
