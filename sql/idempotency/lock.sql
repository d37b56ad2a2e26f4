-- idempotency/lock
-- Let one command at a time look whether a key was used.
-- Held until the transaction ends: of two with one key at once, the second finds the first one's answer.
--
-- param  user_id  uuid
-- param  key      text
-- row    is_held  boolean
SELECT
    pg_advisory_xact_lock(
        hashtextextended(
            'finally/idempotency/' || (%(user_id)s::uuid)::text || '/' || %(key)s::text,
            0
        )
    ) IS NOT NULL AS is_held;
