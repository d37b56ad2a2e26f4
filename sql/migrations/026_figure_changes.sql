-- 026_figure_changes.sql
-- What each event did to the figures of months, which finally report restated sums.


-- The sums of values, incomes and expenses that each event after another changed, by month. STRICT, so that it is not
-- put in place of the call: of the events few are after it, and the planner would expect a third of all.
CREATE FUNCTION figure_changes(of_user uuid, after_sequence bigint)
RETURNS TABLE (sequence bigint, event_id uuid, place integer, figure text, month date, change numeric, entries bigint)
    LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100
BEGIN ATOMIC
    SELECT
        events.sequence,
        events.id,
        figures.place,
        figures.name,
        first_of_month(moved.year, moved.month) AS month,
        sum(moved.amount),
        sum(moved.entries)
    FROM (
        SELECT
            audit_events.id,
            audit_events.sequence
        FROM audit_events
        WHERE audit_events.user_id = of_user AND audit_events.sequence > after_sequence
        OFFSET 0
    ) AS events
    CROSS JOIN LATERAL (
        SELECT
            audit_changes.table_name,
            audit_changes.before,
            audit_changes.after
        FROM audit_changes
        WHERE audit_changes.user_id = of_user AND audit_changes.event_id = events.id
        OFFSET 0
    ) AS changes
    JOIN (VALUES
        (1, 'net worth', 'asset_inputs', 'total'),
        (2, 'income', 'incoming_items', 'amount'),
        (3, 'expenses', 'expense_items', 'amount')
    ) AS figures (place, name, table_name, column_name) ON figures.table_name = changes.table_name
    CROSS JOIN LATERAL (
        SELECT
            (kept.image ->> 'year')::integer AS year,
            (kept.image ->> 'month')::integer AS month,
            sides.entries * (kept.image ->> figures.column_name)::numeric AS amount,
            sides.entries
        FROM (VALUES (-1, changes.before), (1, changes.after)) AS sides (entries, images)
        CROSS JOIN LATERAL jsonb_array_elements(sides.images) AS kept (image)
    ) AS moved
    GROUP BY events.sequence, events.id, figures.place, figures.name, moved.year, moved.month
    HAVING sum(moved.amount) <> 0 OR sum(moved.entries) <> 0;
END;

COMMENT ON FUNCTION figure_changes(uuid, bigint) IS
    'What each event after another did to net worth, income and expenses, by month, with the number of entries.';
