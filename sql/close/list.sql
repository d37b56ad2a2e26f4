-- close/list
-- The seals of closed months, the newest first.
--
-- param  user_id           uuid
-- param  include_reopened  boolean   those that hold no longer, too
-- param  only              date?     of that month alone
-- row    month             date
-- row    closed_at         text      UTC
-- row    recorded          bigint    values
-- row    carried           bigint    of them
-- row    missing           bigint
-- row    net_worth         numeric?  null without values
-- row    income            numeric?  null where none was on record
-- row    expenses          numeric?
-- row    findings          bigint    what else was found
-- row    reopened_at       text?     UTC; null while it holds
-- row    reason            text?
-- row    closed_by         text      the login
-- row    reopened_by       text?
-- row    sequence          integer
-- row    hash              text      hexadecimal
SELECT
    month_seals.period AS month,
    to_char(month_seals.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS closed_at,
    coalesce(told.recorded::bigint, 0) AS recorded,
    jsonb_array_length(told.carried)::bigint AS carried,
    jsonb_array_length(told.missing)::bigint AS missing,
    told.net_worth::numeric AS net_worth,
    told.income::numeric AS income,
    told.expenses::numeric AS expenses,
    jsonb_array_length(told.findings)::bigint AS findings,
    to_char(month_seals.reopened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS reopened_at,
    month_seals.reason,
    month_seals.closed_by,
    month_seals.reopened_by,
    month_seals.sequence,
    encode(month_seals.hash, 'hex') AS hash
FROM month_seals
CROSS JOIN LATERAL (
    -- A seal that says it otherwise, by another program or altered, is shown as well: close verify tells of it.
    SELECT
        jsonb_path_query_first(month_seals.facts, '$.values ? (@.type() == "number")') AS recorded,
        jsonb_path_query_array(month_seals.facts, 'strict $.carried[*]', silent => true) AS carried,
        jsonb_path_query_array(month_seals.facts, 'strict $.missing[*]', silent => true) AS missing,
        jsonb_path_query_first(month_seals.facts, '$.net_worth ? (@.type() == "number")') AS net_worth,
        jsonb_path_query_first(month_seals.facts, '$.income ? (@.type() == "number")') AS income,
        jsonb_path_query_first(month_seals.facts, '$.expenses ? (@.type() == "number")') AS expenses,
        jsonb_path_query_array(month_seals.facts, 'strict $.findings[*]', silent => true) AS findings
) AS told
WHERE
    month_seals.user_id = %(user_id)s::uuid
    AND (month_seals.reopened_at IS NULL OR %(include_reopened)s::boolean)
    AND (
        %(only)s::date IS NULL
        OR (month_seals.year = year_of(%(only)s::date) AND month_seals.month = month_of(%(only)s::date))
    )
ORDER BY month_seals.year DESC, month_seals.month DESC, month_seals.sequence DESC;
