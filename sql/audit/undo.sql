-- audit/undo
-- Take an event back, if nothing later stands in the way; a row for each thing that does.
--
-- param  user_id     uuid
-- param  id          uuid   of the event
-- row    table_name  text
-- row    row_id      text?  null where a rule refuses it
-- row    problem     text   gone, changed, or the rule's name
SELECT
    blocked.table_name,
    blocked.row_id::text AS row_id,
    blocked.problem
FROM undo_event(%(user_id)s::uuid, %(id)s::uuid) AS blocked (table_name, row_id, problem)
ORDER BY blocked.table_name, blocked.row_id;
