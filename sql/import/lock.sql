-- import/lock
-- Let one import of a user's entries at a time look whether they are in the books already.
-- Held until the transaction ends: of two that import one file at once, the second finds it there.
--
-- param  user_id  uuid
-- row    is_held  boolean
SELECT
    pg_advisory_xact_lock(
        hashtextextended('finally/import/' || (%(user_id)s::uuid)::text, 0)
    ) IS NOT NULL AS is_held;
