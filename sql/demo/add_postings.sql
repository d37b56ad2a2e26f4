-- demo/add_postings
-- Have the entries without a day that a recurring item would write, by its note, be those that it has written.
--
-- param  user_id  uuid
INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)
SELECT
    %(user_id)s::uuid,
    recurring_items.id,
    written.id,
    written.year,
    written.month
FROM recurring_items
JOIN (
    SELECT
        incoming_items.id,
        incoming_items.category_id,
        NULL::uuid AS subcategory_id,
        incoming_items.year,
        incoming_items.month,
        incoming_items.description
    FROM incoming_items
    WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.received_on IS NULL
    UNION ALL
    SELECT
        expense_items.id,
        expense_items.category_id,
        expense_items.subcategory_id,
        expense_items.year,
        expense_items.month,
        expense_items.description
    FROM expense_items
    WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.spent_on IS NULL
) AS written
    ON written.category_id IN (recurring_items.income_category_id, recurring_items.expense_category_id)
    AND written.subcategory_id IS NOT DISTINCT FROM recurring_items.subcategory_id
    AND written.description = recurring_items.description
WHERE recurring_items.user_id = %(user_id)s::uuid
ORDER BY written.year, written.month, written.description;
