-- report/seal_moments
-- After which event each month that was ever closed was known as its newest seal has it.
--
-- param  user_id     uuid
-- row    last_month  date     the last one that the seal covers, of those after the row before
-- row    sequence    bigint?  of the event with which it was closed
SELECT
    newest.period AS last_month,
    closed.sequence
FROM (
    SELECT DISTINCT ON (month_seals.year, month_seals.month)
        month_seals.id,
        month_seals.period,
        month_seals.closed_at
    FROM month_seals
    WHERE month_seals.user_id = %(user_id)s::uuid
    ORDER BY month_seals.year, month_seals.month, month_seals.sequence DESC
) AS newest
CROSS JOIN LATERAL (
    SELECT audit_events.sequence
    FROM audit_events
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.created_at >= newest.closed_at
        AND audit_events.sequence IS NOT NULL
        AND EXISTS (
            SELECT
            FROM audit_changes
            WHERE
                audit_changes.user_id = %(user_id)s::uuid
                AND audit_changes.event_id = audit_events.id
                AND audit_changes.table_name = 'month_seals'
                AND audit_changes.after @> jsonb_build_array(jsonb_build_object('id', newest.id))
                AND audit_changes.before IS NULL
            OFFSET 0  -- for each event by itself: the first is most often the one
        )
    ORDER BY audit_events.created_at, audit_events.id
    LIMIT 1
) AS closed
ORDER BY last_month;
