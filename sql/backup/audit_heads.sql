-- backup/audit_heads
-- The newest audit event of every user, which a later look at a restored backup can be held against.
--
-- row    user_id   text
-- row    sequence  bigint
-- row    hash      text  hexadecimal
SELECT DISTINCT ON (audit_events.user_id)
    audit_events.user_id::text AS user_id,
    audit_events.sequence,
    encode(audit_events.hash, 'hex') AS hash
FROM audit_events
WHERE audit_events.sequence IS NOT NULL
ORDER BY audit_events.user_id, audit_events.sequence DESC;
