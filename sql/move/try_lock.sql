-- move/try_lock
-- Whether nobody holds a number in this database; until the end of the transaction, whoever asks does.
--
-- param  number   bigint
-- row    is_sole  boolean
SELECT
    pg_try_advisory_xact_lock(%(number)s::bigint) AS is_sole;
