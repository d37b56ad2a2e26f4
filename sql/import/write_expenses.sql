-- import/write_expenses
-- Record the expenses of a file, and sum up what they are.
--
-- needs  import/stage_items
-- param  user_id      uuid
-- row    items        bigint
-- row    amount       numeric
-- row    first_month  date?
-- row    last_month   date?
WITH written AS (
    INSERT INTO expense_items (
        user_id, category_id, subcategory_id, year, month, amount, description, spent_on
    )
    SELECT
        %(user_id)s::uuid,
        staged.category_id,
        staged.subcategory_id,
        extract(YEAR FROM staged.month)::integer,
        extract(MONTH FROM staged.month)::integer,
        staged.amount,
        staged.note,
        staged.date
    FROM staged_items AS staged
)
SELECT
    count(*) AS items,
    coalesce(sum(staged_items.amount), 0) AS amount,
    min(staged_items.month) AS first_month,
    max(staged_items.month) AS last_month
FROM staged_items;
