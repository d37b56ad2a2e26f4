-- sql/refusals
-- What a statement asks that is not asked for a person: functions that do more than look, and tables elsewhere.
--
-- param  functions  oid[]  that it calls, by itself
-- param  relations  oid[]  that it reads; what views are made of is looked up
-- row    name       text
-- row    reason     text    volatile, owner (it lends its owner's rights), hidden or foreign
WITH RECURSIVE read AS (
    SELECT unnest(%(relations)s::oid[]) AS id
    UNION
    SELECT found.match[1]::oid AS id
    FROM read
    JOIN pg_rewrite ON pg_rewrite.ev_class = read.id AND pg_rewrite.ev_type = '1'
    CROSS JOIN LATERAL regexp_matches(pg_rewrite.ev_action::text, ':relid (\d+)', 'g') AS found (match)
),
called AS (
    SELECT unnest(%(functions)s::oid[]) AS id
    UNION
    SELECT found.match[1]::oid AS id
    FROM read
    JOIN pg_rewrite ON pg_rewrite.ev_class = read.id AND pg_rewrite.ev_type = '1'
    CROSS JOIN LATERAL regexp_matches(
        pg_rewrite.ev_action::text, ':(?:\w*funcid|aggfnoid|winfnoid|\w+InRangeFunc|tsmhandler) (\d+)', 'g'
    ) AS found (match)
),
run AS (  -- an aggregate runs functions of its own
    SELECT called.id
    FROM called
    UNION
    SELECT steps.id
    FROM called
    JOIN pg_aggregate ON pg_aggregate.aggfnoid = called.id
    CROSS JOIN LATERAL (
        VALUES
            (pg_aggregate.aggtransfn::oid),
            (pg_aggregate.aggfinalfn::oid),
            (pg_aggregate.aggmtransfn::oid),
            (pg_aggregate.aggminvtransfn::oid),
            (pg_aggregate.aggmfinalfn::oid)
    ) AS steps (id)
)
SELECT
    pg_proc.proname::text AS name,
    CASE
        WHEN pg_proc.provolatile = 'v' THEN 'volatile'
        WHEN pg_proc.prosecdef THEN 'owner'
        ELSE 'hidden'
    END AS reason
FROM run
JOIN pg_proc ON pg_proc.oid = run.id
WHERE
    pg_proc.provolatile = 'v'
    OR pg_proc.prosecdef
    OR pg_proc.proname ~ '^(table|schema|database)_to_xml'
    OR pg_proc.proname IN (
        'txid_current', 'pg_current_xact_id', 'pg_stat_get_activity', 'pg_stat_get_backend_activity'
    )
UNION
SELECT
    pg_class.relname::text AS name,
    'foreign' AS reason
FROM read
JOIN pg_class ON pg_class.oid = read.id AND pg_class.relkind = 'f'
ORDER BY name, reason;
