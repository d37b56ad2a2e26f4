-- audit/move_restored
-- Have incomes and expenses that an event brought back be in the month that their day is of now.
-- They came back into that of their time: the beginning of months may have been changed since. What is in a closed
-- month stays.
--
-- param  user_id  uuid
-- param  id       uuid  the event that was taken back
WITH restored AS MATERIALIZED (
    SELECT (image ->> 'id')::uuid AS id
    FROM audit_changes
    CROSS JOIN LATERAL jsonb_array_elements(audit_changes.before) AS image
    WHERE
        audit_changes.user_id = %(user_id)s::uuid
        AND audit_changes.event_id = %(id)s::uuid
        AND audit_changes.table_name IN ('incoming_items', 'expense_items')
),
owner AS MATERIALIZED (
    SELECT
        users.month_begins AS begins,  -- which the event may have changed
        coalesce(closed_through(%(user_id)s::uuid), '-infinity') AS closed_through
    FROM users
    WHERE users.id = %(user_id)s::uuid
),
incomes AS (
    UPDATE incoming_items
    SET
        year = year_of(month_of_day(incoming_items.received_on, owner.begins)),
        month = month_of(month_of_day(incoming_items.received_on, owner.begins))
    FROM restored, owner
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND incoming_items.id = restored.id
        AND incoming_items.period <> month_of_day(incoming_items.received_on, owner.begins)
        AND least(incoming_items.period, month_of_day(incoming_items.received_on, owner.begins)) > owner.closed_through
)
UPDATE expense_items
SET
    year = year_of(month_of_day(expense_items.spent_on, owner.begins)),
    month = month_of(month_of_day(expense_items.spent_on, owner.begins))
FROM restored, owner
WHERE
    expense_items.user_id = %(user_id)s::uuid
    AND expense_items.id = restored.id
    AND expense_items.period <> month_of_day(expense_items.spent_on, owner.begins)
    AND least(expense_items.period, month_of_day(expense_items.spent_on, owner.begins)) > owner.closed_through;
