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
WITH found AS MATERIALIZED (  -- by their ids, of which there are few, and not by their order
    SELECT
        audit_events.created_at,
        audit_events.event_type,
        audit_events.command,
        audit_events.actor,
        audit_events.undoes,
        audit_events.sequence,
        audit_events.id
    FROM audit_events
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid
)
SELECT
    to_char(found.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    found.event_type AS type,
    found.command,
    found.actor,
    found.id IN (SELECT undone.id FROM undone_events(%(user_id)s::uuid) AS undone (id)) AS undone,
    found.undoes::text AS undoes,
    found.sequence,
    found.id::text AS id
FROM found
ORDER BY found.sequence DESC NULLS LAST, found.id
LIMIT 2;
