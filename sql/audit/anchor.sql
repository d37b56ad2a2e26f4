-- audit/anchor
-- The head of a user's chain: the newest sealed event.
--
-- param  user_id   uuid
-- row    sequence  bigint
-- row    hash      text  hexadecimal
-- row    at        text  UTC
SELECT
    audit_events.sequence,
    encode(audit_events.hash, 'hex') AS hash,
    to_char(audit_events.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at
FROM audit_events
WHERE
    audit_events.user_id = %(user_id)s::uuid
    AND audit_events.sequence IS NOT NULL
ORDER BY audit_events.sequence DESC
LIMIT 1;
