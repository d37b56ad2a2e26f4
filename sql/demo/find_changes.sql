-- demo/find_changes
-- How often the books were changed since they were loaded, which is their first event, and other users added.
--
-- param  user_id  uuid
-- row    changes  bigint
SELECT
    (
        SELECT count(*)
        FROM audit_events
        WHERE audit_events.user_id = %(user_id)s::uuid AND audit_events.sequence > 1
    ) + (
        SELECT count(*)
        FROM users
        WHERE users.id <> %(user_id)s::uuid
    ) AS changes
ORDER BY changes;
