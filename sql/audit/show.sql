-- audit/show
-- What an event changed, a row for each value that it set, changed or took away.
--
-- param  user_id     uuid
-- param  id          uuid  of the event
-- row    table_name  text
-- row    operation   text
-- row    row_id      text
-- row    field       text
-- row    before      text?
-- row    after       text?
WITH images AS (
    SELECT
        audit_changes.position,
        audit_changes.table_name,
        audit_changes.operation,
        paired.before,
        paired.after,
        paired.place
    FROM audit_changes
    CROSS JOIN LATERAL (
        SELECT
            past.image AS before,
            present.image AS after,
            coalesce(past.place, present.place) AS place
        FROM jsonb_array_elements(coalesce(audit_changes.before, '[]')) WITH ORDINALITY AS past (image, place)
        FULL JOIN jsonb_array_elements(coalesce(audit_changes.after, '[]')) WITH ORDINALITY AS present (image, place)
            ON present.image ->> 'id' = past.image ->> 'id'
    ) AS paired
    WHERE
        audit_changes.user_id = %(user_id)s::uuid
        AND audit_changes.event_id = %(id)s::uuid
)
SELECT
    images.table_name,
    images.operation,
    coalesce(images.after, images.before) ->> 'id' AS row_id,
    fields.field,
    images.before ->> fields.field AS before,
    images.after ->> fields.field AS after
FROM images
CROSS JOIN LATERAL jsonb_object_keys(coalesce(images.after, images.before)) WITH ORDINALITY
    AS fields (field, place)
WHERE
    fields.field NOT IN ('id', 'user_id', 'created_at')
    AND images.before ->> fields.field IS DISTINCT FROM images.after ->> fields.field
ORDER BY images.position, images.place, fields.place;
