-- import/write_income
-- Record the incomes of a file, and sum up what they are.
-- They are listed in the order of the file: created_at tells entries of one day apart, the newest first.
--
-- needs  import/stage_items
-- param  user_id       uuid
-- param  newest_first  boolean  whether the file begins with the newest, as our own lists do
-- row    items         bigint
-- row    amount        numeric
-- row    first_month   date?
-- row    last_month    date?
WITH written AS (
    INSERT INTO incoming_items (
        user_id, category_id, year, month, amount, description, received_on, created_at
    )
    SELECT
        %(user_id)s::uuid,
        staged.category_id,
        year_of(staged.month),
        month_of(staged.month),
        staged.amount,
        staged.note,
        staged.date,
        now() - interval '1 microsecond' * CASE
            WHEN %(newest_first)s::boolean THEN staged.line
            ELSE (SELECT max(staged_items.line) FROM staged_items) - staged.line
        END
    FROM staged_items AS staged
)
SELECT
    count(*) AS items,
    coalesce(sum(staged_items.amount), 0) AS amount,
    min(staged_items.month) AS first_month,
    max(staged_items.month) AS last_month
FROM staged_items;
