-- recurring/keep_terms
-- Keep what a recurring item is for its months up to one, where something in them is not posted.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  last     date
-- row    times    bigint  how often it is due there and not posted
WITH unposted AS (
    SELECT count(*) AS times
    FROM unposted_days(%(user_id)s::uuid, %(id)s::uuid, %(last)s::date) AS due
    WHERE due.terms_id = %(id)s::uuid AND NOT due.is_closed
),
kept AS (
    INSERT INTO recurring_items (
        user_id, succeeded_by, income_category_id, expense_category_id, subcategory_id,
        amount, description, every, day, first_month, last_month
    )
    SELECT
        recurring_items.user_id,
        recurring_items.id,
        recurring_items.income_category_id,
        recurring_items.expense_category_id,
        recurring_items.subcategory_id,
        recurring_items.amount,
        recurring_items.description,
        recurring_items.every,
        recurring_items.day,
        recurring_items.first_month,
        %(last)s::date
    FROM recurring_items
    CROSS JOIN unposted
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.id = %(id)s::uuid
        AND unposted.times > 0
)
SELECT unposted.times
FROM unposted
WHERE unposted.times > 0
ORDER BY unposted.times;
