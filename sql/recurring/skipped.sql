-- recurring/skipped
-- What recurring items skip from a month on.
--
-- param  user_id  uuid
-- param  first    date
-- row    name     text   of the category, and of the subcategory
-- row    note     text?
-- row    month    date
-- row    date     date?  where the month does not say all
-- row    id       text   of the recurring item
WITH skips AS (
    SELECT
        recurring_postings.id,
        recurring_postings.recurring_id,
        recurring_postings.period,
        recurring_postings.due_on
    FROM recurring_postings
    WHERE
        recurring_postings.user_id = %(user_id)s::uuid
        AND recurring_postings.item_id IS NULL
        AND (recurring_postings.year, recurring_postings.month)
        >= (year_of(%(first)s::date), month_of(%(first)s::date))
)
SELECT
    concat_ws(
        ' / ', income_categories.name, expense_categories.name, expense_subcategories.name
    ) AS name,
    recurring_items.description AS note,
    skips.period AS month,
    skips.due_on AS date,
    recurring_items.id::text AS id
FROM skips
JOIN recurring_items
    ON recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.id = skips.recurring_id
LEFT JOIN income_categories ON income_categories.id = recurring_items.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = recurring_items.expense_category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id = recurring_items.subcategory_id
ORDER BY name, note, skips.period, skips.due_on, skips.id;
