-- past/fill
-- Keep of each row that was changed after an event what it was before the first of those changes.
-- Whose books they are is told by what they were first, where that came after the event.
--
-- needs  past/stage
-- param  user_id   uuid
-- param  sequence  bigint  of the event; 0 for the time before the first
INSERT INTO past_images (table_name, id, image)
SELECT DISTINCT ON (changed.id, changed.table_name)
    changed.table_name,
    changed.id,
    changed.image
FROM (
    SELECT
        audit_changes.table_name,
        (kept.image ->> 'id')::uuid AS id,
        CASE
            WHEN audit_changes.operation <> 'insert' OR audit_changes.table_name = 'users' THEN kept.image
        END AS image,
        audit_events.sequence,
        audit_changes.position
    FROM audit_events
    JOIN audit_changes
        ON audit_changes.user_id = %(user_id)s::uuid
        AND audit_changes.event_id = audit_events.id
    CROSS JOIN LATERAL jsonb_array_elements(coalesce(audit_changes.before, audit_changes.after)) AS kept (image)
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.sequence > %(sequence)s::bigint
) AS changed
ORDER BY changed.id, changed.table_name, changed.sequence, changed.position;
