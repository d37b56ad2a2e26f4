-- close/event
-- The last month that an event closed, or the first that it opened again.
--
-- param  user_id  uuid
-- param  id       uuid     of the event
-- row    month    date
-- row    opened   boolean
SELECT
    make_date((seal.image ->> 'year')::integer, (seal.image ->> 'month')::integer, 1) AS month,
    kept.operation = 'update' AS opened
FROM audit_changes AS kept
CROSS JOIN LATERAL jsonb_array_elements(kept.after) AS seal (image)
WHERE
    kept.user_id = %(user_id)s::uuid
    AND kept.event_id = %(id)s::uuid
    AND kept.table_name = 'month_seals'
ORDER BY CASE kept.operation WHEN 'update' THEN 1 ELSE -1 END * (seal.image ->> 'sequence')::integer
LIMIT 1;
