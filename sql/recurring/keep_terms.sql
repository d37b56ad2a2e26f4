-- recurring/keep_terms
-- Keep what a recurring item is for its months up to one, where some of them are not posted.
--
-- param  user_id  uuid
-- param  id       uuid
-- param  last     date
-- row    months   bigint  how many are not posted
WITH unposted AS (
    SELECT count(*) AS months
    FROM due_months(%(user_id)s::uuid, %(id)s::uuid, %(last)s::date) AS due_month
    WHERE
        due_month.terms_id = %(id)s::uuid
        AND NOT EXISTS (
            SELECT
            FROM recurring_postings
            WHERE
                recurring_postings.user_id = %(user_id)s::uuid
                AND recurring_postings.recurring_id = %(id)s::uuid
                AND recurring_postings.period = due_month.period
        )
),
kept AS (
    INSERT INTO recurring_items (
        user_id, succeeded_by, income_category_id, expense_category_id, subcategory_id,
        amount, description, every, first_month, last_month
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
        recurring_items.first_month,
        %(last)s::date
    FROM recurring_items
    CROSS JOIN unposted
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.id = %(id)s::uuid
        AND unposted.months > 0
)
SELECT unposted.months
FROM unposted
WHERE unposted.months > 0
ORDER BY unposted.months;
