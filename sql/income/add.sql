-- income/add
-- Record an income.
--
-- param  user_id      uuid
-- param  category_id  uuid
-- param  month        date
-- param  date         date?    a day of that month
-- param  amount       numeric  negative for what was given back
-- param  note         text?
-- row    month        date
-- row    date         date?    the day, where it is known
-- row    category     text     the code
-- row    name         text     of the category
-- row    amount       numeric
-- row    note         text?
-- row    id           text
WITH added AS (
    INSERT INTO incoming_items (
        user_id, category_id, year, month, amount, description, received_on
    )
    SELECT
        %(user_id)s::uuid,
        %(category_id)s::uuid,
        year_of(%(month)s::date),
        month_of(%(month)s::date),
        %(amount)s::numeric,
        nullif(%(note)s::text, ''),
        %(date)s::date
    RETURNING
        incoming_items.id,
        incoming_items.category_id,
        incoming_items.period,
        incoming_items.received_on,
        incoming_items.amount,
        incoming_items.description
)
SELECT
    added.period AS month,
    added.received_on AS date,
    income_categories.code AS category,
    income_categories.name,
    added.amount,
    added.description AS note,
    added.id::text AS id
FROM added
JOIN income_categories ON income_categories.id = added.category_id
ORDER BY added.period DESC, added.id;
