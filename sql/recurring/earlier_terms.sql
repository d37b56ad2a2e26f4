-- recurring/earlier_terms
-- What recurring items were before, where something of that time is due and not posted.
--
-- param  user_id      uuid
-- row    kind         text     income or expense
-- row    name         text     of the category, and of the subcategory
-- row    amount       numeric
-- row    every        text     week, month, quarter or year, or a number of these: 2 weeks
-- row    first_month  date     the first that is not posted
-- row    last_month   date     the last
-- row    first_day    date     on which the first is due; of what has no day, the first of the month
WITH unposted AS (
    SELECT
        due.terms_id,
        min(due.period) AS first_month,
        max(due.period) AS last_month,
        min(coalesce(due.due_on, due.period)) AS first_day
    FROM recurring_items AS terms
    CROSS JOIN LATERAL unposted_days(%(user_id)s::uuid, terms.succeeded_by, terms.last_month) AS due
    WHERE
        terms.user_id = %(user_id)s::uuid
        AND terms.succeeded_by IS NOT NULL
        AND due.terms_id = terms.id
        AND NOT due.is_closed
    GROUP BY due.terms_id
)
SELECT
    CASE WHEN recurring_items.income_category_id IS NULL THEN 'expense' ELSE 'income' END AS kind,
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    recurring_items.amount,
    recurring_items.every,
    unposted.first_month,
    unposted.last_month,
    unposted.first_day
FROM unposted
JOIN recurring_items
    ON recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.id = unposted.terms_id
LEFT JOIN income_categories ON income_categories.id = recurring_items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = recurring_items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = recurring_items.subcategory_id
ORDER BY name, unposted.first_month, recurring_items.id;
