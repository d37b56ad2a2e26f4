-- audit/entry
-- What was changed of an entry since it was added, and of the bank row that it is of, the oldest first.
-- Of the events since the older of the two was there; what else the event did that added one of them is no change.
--
-- param  user_id     uuid
-- param  table_name  text   of the entry
-- param  id          uuid   of the entry
-- param  row_id      uuid?  of its bank row
-- param  since       text   when the older one was added
-- row    at          text   UTC
-- row    actor       text?  the login
-- row    command     text?  as it was typed
-- row    field       text
-- row    before      text?
-- row    after       text?
-- row    event_id    text
WITH events AS MATERIALIZED (
    SELECT
        audit_events.id,
        audit_events.created_at,
        audit_events.actor,
        audit_events.command
    FROM audit_events
    WHERE
        audit_events.user_id = %(user_id)s::uuid
        AND audit_events.created_at >= (%(since)s::text)::timestamptz
    ORDER BY audit_events.created_at, audit_events.id
),
changes AS MATERIALIZED (
    SELECT
        events.id,
        events.created_at,
        events.actor,
        events.command,
        touching.position,
        touching.operation,
        wanted.id AS row_id,
        jsonb_path_query_first(touching.before, '$[*] ? (@.id == $id)', jsonb_build_object('id', wanted.id)) AS before,
        jsonb_path_query_first(touching.after, '$[*] ? (@.id == $id)', jsonb_build_object('id', wanted.id)) AS after
    FROM events
    CROSS JOIN (VALUES (%(table_name)s::text, %(id)s::uuid), ('import_rows', %(row_id)s::uuid)) AS wanted (name, id)
    CROSS JOIN LATERAL (
        SELECT
            audit_changes.position,
            audit_changes.operation,
            audit_changes.before,
            audit_changes.after
        FROM audit_changes
        WHERE
            audit_changes.user_id = %(user_id)s::uuid
            AND audit_changes.event_id = events.id
            AND audit_changes.table_name = wanted.name
            AND audit_changes.after @> jsonb_build_array(jsonb_build_object('id', wanted.id))
        OFFSET 0
    ) AS touching
),
categories AS (
    SELECT
        income_categories.id::text AS id,
        income_categories.name
    FROM income_categories
    WHERE income_categories.user_id IS NULL OR income_categories.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        expense_categories.id::text AS id,
        expense_categories.name
    FROM expense_categories
    WHERE expense_categories.user_id IS NULL OR expense_categories.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        expense_subcategories.id::text AS id,
        expense_subcategories.name
    FROM expense_subcategories
    WHERE expense_subcategories.user_id IS NULL OR expense_subcategories.user_id = %(user_id)s::uuid
)
SELECT
    to_char(changes.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    changes.actor,
    changes.command,
    fields.name AS field,
    CASE WHEN fields.of_category THEN past.name ELSE fields.before END AS before,
    CASE WHEN fields.of_category THEN present.name ELSE fields.after END AS after,
    changes.id::text AS event_id
FROM changes
CROSS JOIN LATERAL (VALUES
    (1, 'amount', false, changes.before ->> 'amount', changes.after ->> 'amount'),
    (2, 'category', true, changes.before ->> 'category_id', changes.after ->> 'category_id'),
    (3, 'subcategory', true, changes.before ->> 'subcategory_id', changes.after ->> 'subcategory_id'),
    (
        4, 'month', false,
        (changes.before ->> 'year') || '-' || lpad(changes.before ->> 'month', 2, '0'),
        (changes.after ->> 'year') || '-' || lpad(changes.after ->> 'month', 2, '0')
    ),
    (
        5, 'date', false,
        coalesce(changes.before ->> 'spent_on', changes.before ->> 'received_on'),
        coalesce(changes.after ->> 'spent_on', changes.after ->> 'received_on')
    ),
    (6, 'note', false, changes.before ->> 'description', changes.after ->> 'description'),
    (7, 'bank row', false, changes.before ->> 'import_row_id', changes.after ->> 'import_row_id'),
    (8, 'decision', false, changes.before ->> 'decision', changes.after ->> 'decision')
) AS fields (place, name, of_category, before, after)
LEFT JOIN categories AS past ON past.id = fields.before
LEFT JOIN categories AS present ON present.id = fields.after
WHERE
    changes.operation = 'update'
    AND fields.before IS DISTINCT FROM fields.after
    AND NOT EXISTS (
        SELECT
        FROM changes AS adding
        WHERE adding.id = changes.id AND adding.row_id = changes.row_id AND adding.operation = 'insert'
    )
ORDER BY changes.created_at, changes.id, changes.position, fields.place;
