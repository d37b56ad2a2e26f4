-- past/moment
-- The last event of a moment in a user's chain, how many came later, and when the first one was.
-- Of a time it is the newest event before it, with all that the chain has before that, whatever their clock said.
--
-- param  user_id          uuid
-- param  sequence         bigint?  of the event; null for a time
-- param  before           text?    the time
-- row    sequence         bigint   0 before the first event
-- row    later            bigint
-- row    began            text?    the time of the first event, with its zone; null where nothing was done yet
-- row    may_make_tables  boolean  whether this login may make temporary tables
SELECT
    moment.sequence,
    chain.head - moment.sequence AS later,
    chain.began::text AS began,
    has_database_privilege(current_database(), 'TEMPORARY') AS may_make_tables
FROM (
    SELECT
        coalesce(
            (
                SELECT audit_events.sequence
                FROM audit_events
                WHERE audit_events.user_id = %(user_id)s::uuid AND audit_events.sequence IS NOT NULL
                ORDER BY audit_events.sequence DESC NULLS LAST
                LIMIT 1
            ),
            0
        ) AS head,
        (
            SELECT audit_events.created_at
            FROM audit_events
            WHERE audit_events.user_id = %(user_id)s::uuid AND audit_events.sequence = 1
        ) AS began
) AS chain
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            %(sequence)s::bigint,
            (
                SELECT audit_events.sequence
                FROM audit_events
                WHERE
                    audit_events.user_id = %(user_id)s::uuid
                    AND audit_events.sequence IS NOT NULL
                    AND audit_events.created_at < %(before)s::text::timestamptz
                ORDER BY audit_events.sequence DESC NULLS LAST
                LIMIT 1
            ),
            0
        ) AS sequence
) AS moment
ORDER BY moment.sequence;
