-- past/breaks
-- What is wrong in a user's chain after an event: a link that does not hold, or a change that is not as it was sealed.
-- What is gone, was put in or stands elsewhere is always found. Of 500 rows at once, which are of a change of very many,
-- the words are not looked at: to hash them takes longer than all else, and audit verify does it.
--
-- param  user_id   uuid
-- param  sequence  bigint  of the event; 0 for the time before the first
-- row    event_id  text
WITH digests AS (
    SELECT
        audit_changes.event_id,
        string_agg(
            uuid_send(audit_changes.id) || int8send(audit_changes.position) || audit_changes.digest,
            ''::bytea
            ORDER BY audit_changes.position
        ) AS digests,
        bool_and(
            jsonb_array_length(coalesce(audit_changes.before, audit_changes.after)) = 500
            OR audit_changes.digest = change_digest(
                audit_changes.user_id,
                audit_changes.event_id,
                audit_changes.table_name,
                audit_changes.operation,
                audit_changes.before,
                audit_changes.after
            )
        ) AS are_intact
    FROM audit_events
    JOIN audit_changes
        ON audit_changes.user_id = %(user_id)s::uuid
        AND audit_changes.event_id = audit_events.id
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.sequence > %(sequence)s::bigint
    GROUP BY audit_changes.event_id
),
chained AS (
    SELECT
        audit_events.id,
        audit_events.sequence,
        coalesce(digests.are_intact, false)
        AND audit_events.hash = event_hash(
            audit_events.previous_hash,
            audit_events.user_id,
            audit_events.id,
            audit_events.sequence,
            audit_events.event_type,
            audit_events.payload,
            audit_events.created_at,
            audit_events.actor,
            audit_events.command,
            audit_events.undoes,
            digests.digests
        ) AS is_intact,
        audit_events.previous_hash IS NOT DISTINCT FROM lag(audit_events.hash) OVER by_sequence
        AND audit_events.sequence = coalesce(lag(audit_events.sequence) OVER by_sequence, 0) + 1 AS is_linked
    FROM audit_events
    LEFT JOIN digests ON digests.event_id = audit_events.id
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.sequence >= %(sequence)s::bigint
    WINDOW by_sequence AS (ORDER BY audit_events.sequence)
)
SELECT chained.id::text AS event_id
FROM chained
WHERE
    chained.sequence > %(sequence)s::bigint
    AND NOT (coalesce(chained.is_intact, false) AND chained.is_linked)
ORDER BY chained.sequence
LIMIT 1;
