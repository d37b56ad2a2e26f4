-- audit/verify
-- What is wrong with a user's chain: an event or a change that is not as it was sealed, or is gone.
--
-- param  user_id   uuid
-- param  sequence  bigint?  of the anchor; null for none
-- param  hash      text?    of the anchor, hexadecimal
-- row    sequence  bigint?
-- row    event_id  text?
-- row    problem   text
WITH digests AS (
    SELECT
        audit_changes.event_id,
        string_agg(
            uuid_send(audit_changes.id) || int8send(audit_changes.position) || audit_changes.digest,
            ''::bytea
            ORDER BY audit_changes.position
        ) AS digests,
        bool_and(
            audit_changes.digest = change_digest(
                audit_changes.user_id,
                audit_changes.event_id,
                audit_changes.table_name,
                audit_changes.operation,
                audit_changes.before,
                audit_changes.after
            )
            AND audit_changes.row_count = greatest(
                coalesce(jsonb_array_length(audit_changes.before), 0),
                coalesce(jsonb_array_length(audit_changes.after), 0)
            )
        ) AS are_intact
    FROM audit_changes
    WHERE audit_changes.user_id = %(user_id)s::uuid
    GROUP BY audit_changes.event_id
),
chained AS (
    SELECT
        audit_events.sequence,
        audit_events.id,
        coalesce(digests.are_intact, false) AS are_intact,
        audit_events.hash = event_hash(
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
        AND audit_events.sequence = row_number() OVER by_sequence AS is_linked,
        audit_events.sequence IS NOT DISTINCT FROM %(sequence)s::bigint
        AND encode(audit_events.hash, 'hex') = %(hash)s::text AS is_anchor
    FROM audit_events
    LEFT JOIN digests ON digests.event_id = audit_events.id
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.sequence IS NOT NULL
    WINDOW by_sequence AS (ORDER BY audit_events.sequence)
)
SELECT
    chained.sequence,
    chained.id::text AS event_id,
    CASE
        WHEN NOT chained.are_intact THEN 'changes'
        WHEN NOT chained.is_intact THEN 'event'
        ELSE 'link'
    END AS problem
FROM chained
WHERE NOT (chained.are_intact AND coalesce(chained.is_intact, false) AND chained.is_linked)
UNION ALL
SELECT
    NULL AS sequence,
    digests.event_id::text AS event_id,
    'unsealed' AS problem
FROM digests
WHERE digests.event_id NOT IN (SELECT chained.id FROM chained)
UNION ALL
SELECT
    %(sequence)s::bigint AS sequence,
    NULL AS event_id,
    'anchor' AS problem
WHERE %(hash)s::text IS NOT NULL AND NOT EXISTS (SELECT FROM chained WHERE chained.is_anchor)
ORDER BY sequence, event_id, problem;
