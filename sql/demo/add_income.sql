-- demo/add_income
-- Add what came in, each column as one list.
--
-- param  user_id      uuid
-- param  category     text[]  codes of built-in categories
-- param  month        date[]
-- param  amount       numeric[]
-- param  description  text[]
-- param  received_on  date[]  null where the day is not known
INSERT INTO incoming_items (user_id, category_id, year, month, amount, description, received_on)
SELECT
    %(user_id)s::uuid,
    income_categories.id,
    extract(YEAR FROM given.month)::integer,
    extract(MONTH FROM given.month)::integer,
    given.amount,
    given.description,
    given.received_on
FROM unnest(
    %(category)s::text[],
    %(month)s::date[],
    %(amount)s::numeric[],
    %(description)s::text[],
    %(received_on)s::date[]
) AS given (category, month, amount, description, received_on)
JOIN income_categories
    ON income_categories.code = given.category
    AND income_categories.user_id IS NULL
ORDER BY given.month, given.received_on, given.description;
