-- audit/list
-- What was done to a user's books, the newest first.
--
-- param  user_id   uuid
-- param  since     date?    the first day, in UTC
-- param  type      text?    the beginning of what it is called
-- param  asset_id  uuid?    only what touched this asset or a value of it
-- param  limit     integer
-- row    at        text     UTC
-- row    type      text
-- row    command   text?    as it was typed; null from other programs
-- row    changes   text
-- row    actor     text?    the login
-- row    undone    boolean
-- row    undoes    text?    the id of the event that it took back
-- row    sequence  bigint?  null in what no chain holds
-- row    id        text
SELECT
    to_char(audit_events.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    audit_events.event_type AS type,
    audit_events.command,
    coalesce(told.changes, '') AS changes,
    audit_events.actor,
    audit_events.id IN (SELECT undone.id FROM undone_events(%(user_id)s::uuid) AS undone (id)) AS undone,
    audit_events.undoes::text AS undoes,
    audit_events.sequence,
    audit_events.id::text AS id
FROM audit_events
LEFT JOIN LATERAL (
    SELECT
        string_agg(
            CASE counted.operation WHEN 'insert' THEN '+' WHEN 'delete' THEN '-' ELSE '~' END
            || counted.rows || ' ' || counted.table,
            ', '
            ORDER BY counted.place
        ) AS changes
    FROM ROWS FROM (
        jsonb_to_recordset(audit_events.payload -> 'changes')
        AS ("table" text, operation text, rows bigint)
    ) WITH ORDINALITY AS counted ("table", operation, rows, place)
) AS told ON true
WHERE
    audit_events.user_id = %(user_id)s::uuid
    -- As a date it would first become midnight of the session's own time zone.
    AND (%(since)s::date IS NULL OR audit_events.created_at >= %(since)s::date::timestamp AT TIME ZONE 'UTC')
    AND (%(type)s::text IS NULL OR starts_with(audit_events.event_type, %(type)s::text))
    AND (
        %(asset_id)s::uuid IS NULL
        OR EXISTS (
            SELECT
            FROM audit_changes
            CROSS JOIN LATERAL jsonb_array_elements(
                coalesce(audit_changes.before, '[]') || coalesce(audit_changes.after, '[]')
            ) AS touched (image)
            WHERE
                audit_changes.user_id = %(user_id)s::uuid
                AND audit_changes.event_id = audit_events.id
                AND (
                    touched.image ->> 'asset_id' = %(asset_id)s::uuid::text
                    OR (
                        audit_changes.table_name = 'assets'
                        AND touched.image ->> 'id' = %(asset_id)s::uuid::text
                    )
                )
        )
    )
ORDER BY audit_events.sequence DESC NULLS LAST, audit_events.created_at DESC, audit_events.id
LIMIT %(limit)s::integer;
