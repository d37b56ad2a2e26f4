-- audit/last
-- The newest event that can be taken back: no undo, not undone, and not the beginning of the books.
--
-- param  user_id   uuid
-- row    at        text  UTC
-- row    type      text
-- row    command   text?
-- row    actor     text?
-- row    undone    boolean
-- row    undoes    text?
-- row    sequence  bigint?
-- row    id        text
SELECT
    to_char(audit_events.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    audit_events.event_type AS type,
    audit_events.command,
    audit_events.actor,
    false AS undone,
    audit_events.undoes::text AS undoes,
    audit_events.sequence,
    audit_events.id::text AS id
FROM audit_events
WHERE
    audit_events.user_id = %(user_id)s::uuid
    AND audit_events.sequence IS NOT NULL
    AND audit_events.undoes IS NULL
    AND audit_events.event_type <> 'users.insert'
    AND audit_events.id NOT IN (SELECT undone.id FROM undone_events(%(user_id)s::uuid) AS undone (id))
ORDER BY audit_events.sequence DESC
LIMIT 1;
