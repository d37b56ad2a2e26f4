-- audit/find
-- The events whose ids lie in a range, which is what the beginning of an id stands for.
--
-- param  user_id   uuid
-- param  first_id  uuid
-- param  last_id   uuid
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
    audit_events.id IN (SELECT undone.id FROM undone_events(%(user_id)s::uuid) AS undone (id)) AS undone,
    audit_events.undoes::text AS undoes,
    audit_events.sequence,
    audit_events.id::text AS id
FROM audit_events
WHERE
    audit_events.user_id = %(user_id)s::uuid
    AND audit_events.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
ORDER BY audit_events.sequence DESC NULLS LAST, audit_events.id
LIMIT 2;
