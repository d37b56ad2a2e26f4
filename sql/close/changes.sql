-- close/changes
-- What was changed in some months since each was last closed, where its seal holds no longer.
--
-- param  user_id     uuid
-- param  first       date   the first month
-- param  last        date   the last month
-- row    month       date
-- row    at          text   UTC
-- row    table_name  text
-- row    operation   text   insert, update or delete
-- row    row_id      text
-- row    command     text?  as it was typed; null from other programs
-- row    event_id    text
WITH sealed AS (
    SELECT DISTINCT ON (month_seals.year, month_seals.month)
        month_seals.period,
        month_seals.closed_at
    FROM month_seals
    WHERE
        month_seals.user_id = %(user_id)s::uuid
        AND (month_seals.year, month_seals.month) >= (year_of(%(first)s::date), month_of(%(first)s::date))
        AND (month_seals.year, month_seals.month) <= (year_of(%(last)s::date), month_of(%(last)s::date))
        AND month_seals.reopened_at IS NOT NULL
    ORDER BY month_seals.year, month_seals.month, month_seals.sequence DESC
),
later AS MATERIALIZED (
    SELECT
        audit_events.id,
        audit_events.sequence,
        audit_events.created_at,
        audit_events.command
    FROM audit_events
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.created_at > (SELECT min(sealed.closed_at) FROM sealed)
),
touched AS (
    SELECT
        later.id AS event_id,
        later.sequence,
        later.created_at,
        later.command,
        kept.position,
        kept.table_name,
        kept.operation,
        images.image ->> 'id' AS row_id,
        CASE
            WHEN images.image ? 'month'
                THEN first_of_month((images.image -> 'year')::integer, (images.image -> 'month')::integer)
            WHEN images.image ? 'year' THEN make_date((images.image -> 'year')::integer, 12, 1)
            WHEN images.image ->> 'decision' = 'contribution'
                THEN date_trunc('month', (images.image ->> 'day')::date)::date
        END AS period
    FROM later
    CROSS JOIN LATERAL (
        SELECT
            audit_changes.position,
            audit_changes.table_name,
            audit_changes.operation,
            audit_changes.before,
            audit_changes.after
        FROM audit_changes
        WHERE audit_changes.user_id = %(user_id)s::uuid AND audit_changes.event_id = later.id
        OFFSET 0
    ) AS kept
    CROSS JOIN LATERAL jsonb_array_elements(
        coalesce(kept.before, '[]') || coalesce(kept.after, '[]')
    ) AS images (image)
    WHERE kept.table_name <> 'month_seals'
)
SELECT
    sealed.period AS month,
    to_char(touched.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    touched.table_name,
    touched.operation,
    touched.row_id,
    touched.command,
    touched.event_id::text AS event_id
FROM touched
JOIN sealed ON sealed.period = touched.period AND sealed.closed_at < touched.created_at
GROUP BY
    sealed.period,
    touched.sequence,
    touched.created_at,
    touched.table_name,
    touched.operation,
    touched.row_id,
    touched.command,
    touched.event_id
ORDER BY sealed.period, touched.sequence, min(touched.position), touched.row_id;
