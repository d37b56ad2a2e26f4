-- audit/later_events
-- The events after another one that touched a row, or any row of a table; the newest first.
--
-- param  user_id     uuid
-- param  sequence    bigint  of the event that they came after
-- param  table_name  text
-- param  row_id      text?   null for every row of the table
-- row    at          text    UTC
-- row    type        text
-- row    command     text?
-- row    id          text
SELECT
    to_char(audit_events.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    audit_events.event_type AS type,
    audit_events.command,
    audit_events.id::text AS id
FROM audit_events
WHERE
    audit_events.user_id = %(user_id)s::uuid
    AND audit_events.sequence > %(sequence)s::bigint
    AND EXISTS (
        SELECT
        FROM audit_changes
        CROSS JOIN LATERAL jsonb_array_elements(
            coalesce(audit_changes.before, '[]') || coalesce(audit_changes.after, '[]')
        ) AS touched (image)
        WHERE
            audit_changes.user_id = %(user_id)s::uuid
            AND audit_changes.event_id = audit_events.id
            AND audit_changes.table_name = %(table_name)s::text
            AND (%(row_id)s::text IS NULL OR touched.image ->> 'id' = %(row_id)s::text)
    )
ORDER BY audit_events.sequence DESC
LIMIT 3;
