-- audit/verify_rows
-- The live rows that are not as the audit left them.
--
-- param  user_id     uuid
-- row    table_name  text
-- row    row_id      text
-- row    problem     text  added, removed or altered
SELECT
    differing.table_name,
    differing.row_id,
    differing.problem
FROM audit_differences(%(user_id)s::uuid) AS differing (table_name, row_id, problem)
ORDER BY differing.table_name, differing.row_id;
