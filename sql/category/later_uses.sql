-- category/later_uses
-- What stands against closing a category from a month on: its newest entry, and what still recurs in it.
--
-- param  user_id    uuid
-- param  id         uuid
-- param  month      date
-- row    newest     date?   the month of its newest entry, if that is not before the month
-- row    recurring  bigint  recurring items that are due in that month or later
WITH entries AS (
    SELECT incoming_items.period
    FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_items.period
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.category_id = %(id)s::uuid
    UNION ALL
    SELECT expense_items.period
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.subcategory_id = %(id)s::uuid
)
SELECT
    max(entries.period) AS newest,
    (
        SELECT count(*)
        FROM recurring_items
        WHERE
            recurring_items.user_id = %(user_id)s::uuid
            AND (
                recurring_items.income_category_id = %(id)s::uuid
                OR recurring_items.expense_category_id = %(id)s::uuid
                OR recurring_items.subcategory_id = %(id)s::uuid
            )
            AND (recurring_items.last_month IS NULL OR recurring_items.last_month >= %(month)s::date)
    ) AS recurring
FROM entries
WHERE entries.period >= %(month)s::date
ORDER BY recurring;
