-- income/edit
-- Change an income; null leaves a thing as it is, an empty note takes it away.
--
-- param  user_id      uuid
-- param  id           uuid
-- param  category_id  uuid?
-- param  month        date?
-- param  date         date?  a day of the month
-- param  amount       numeric?
-- param  note         text?
-- row    month        date
-- row    date         date?  the day, where it is known
-- row    category     text   the code
-- row    name         text   of the category
-- row    amount       numeric
-- row    note         text?
-- row    id           text
WITH edited AS (
    UPDATE incoming_items
    SET
        category_id = coalesce(%(category_id)s::uuid, incoming_items.category_id),
        year = year_of(coalesce(%(month)s::date, incoming_items.period)),
        month = month_of(coalesce(%(month)s::date, incoming_items.period)),
        amount = coalesce(%(amount)s::numeric, incoming_items.amount),
        description = nullif(coalesce(%(note)s::text, incoming_items.description), ''),
        received_on = coalesce(%(date)s::date, incoming_items.received_on)
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
    edited.period AS month,
    edited.received_on AS date,
    income_categories.code AS category,
    income_categories.name,
    edited.amount,
    edited.description AS note,
    edited.id::text AS id
FROM edited
JOIN income_categories ON income_categories.id = edited.category_id
ORDER BY edited.period DESC, edited.id;
