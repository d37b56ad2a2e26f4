-- demo/add_income
-- Add what came in, each column as one list.
--
-- param  user_id   uuid
-- param  category  text[]     codes of built-in categories
-- param  month     text[]
-- param  date      date[]     null where the day is not known
-- param  amount    numeric[]
-- param  note      text[]
INSERT INTO incoming_items (user_id, category_id, year, month, amount, description, received_on)
SELECT
    %(user_id)s::uuid,
    income_categories.id,
    year_of(to_date(given.month, 'YYYY-MM')),
    month_of(to_date(given.month, 'YYYY-MM')),
    given.amount,
    given.note,
    given.date
FROM unnest(
    %(category)s::text[],
    %(month)s::text[],
    %(date)s::date[],
    %(amount)s::numeric[],
    %(note)s::text[]
) AS given (category, month, date, amount, note)
JOIN income_categories
    ON income_categories.code = given.category
    AND income_categories.user_id IS NULL
ORDER BY given.month, given.date, given.note;
