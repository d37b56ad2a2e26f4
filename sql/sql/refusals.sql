-- sql/refusals
-- What a statement asks that is not asked for a person: functions that do more than look, and tables elsewhere.
-- Whoever may make a function, a domain or a table can have it run anything, whatever it says of itself: asked is
-- what comes with PostgreSQL (whose oids are below 16384), or belongs to whoever may act as the books' owner.
-- Hidden is what runs a text, or a type whose name is in one.
--
-- param  functions  oid[]  that it calls, by itself
-- param  relations  oid[]  that it reads; what views are made of is looked up
-- param  types      oid[]  of the values in it
-- row    kind       text    function, table or type
-- row    name       text
-- row    reason     text    volatile, owner (it lends its owner's rights), hidden, foreign, others (by whom it is)
WITH RECURSIVE keepers AS (
    SELECT pg_roles.oid AS id
    FROM pg_roles
    WHERE pg_roles.rolsuper
    UNION
    SELECT pg_roles.oid AS id
    FROM pg_class
    JOIN pg_roles ON pg_has_role(pg_roles.oid, pg_class.relowner, 'MEMBER')
    WHERE pg_class.oid = to_regclass('public.users')
    UNION
    SELECT pg_database.datdba AS id
    FROM pg_database
    WHERE pg_database.datname = current_database()
),
read AS (
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
    'function' AS kind,
    pg_proc.proname::text AS name,
    CASE
        WHEN pg_proc.provolatile = 'v' THEN 'volatile'
        WHEN pg_proc.prosecdef THEN 'owner'
        WHEN pg_proc.oid >= 16384 THEN 'others'
        ELSE 'hidden'
    END AS reason
FROM run
JOIN pg_proc ON pg_proc.oid = run.id
WHERE
    pg_proc.provolatile = 'v'
    OR pg_proc.prosecdef
    OR (pg_proc.oid >= 16384 AND pg_proc.proowner NOT IN (SELECT keepers.id FROM keepers))
    OR pg_proc.proname ~ '^(table|schema|database)_to_xml|^(crosstab|connectby|xpath_table)'
    OR pg_proc.proname ~ '^(domain|array|record|range|multirange)_(in|recv)$|^pg_input_'
    OR pg_proc.proname IN (
        'txid_current', 'pg_current_xact_id', 'pg_stat_get_activity', 'pg_stat_get_backend_activity'
    )
UNION
SELECT
    'table' AS kind,
    pg_class.relname::text AS name,
    'foreign' AS reason
FROM read
JOIN pg_class ON pg_class.oid = read.id AND pg_class.relkind = 'f'
UNION
SELECT
    'table' AS kind,
    pg_class.relname::text AS name,
    'others' AS reason
FROM read
JOIN pg_class ON pg_class.oid = read.id
JOIN pg_roles ON pg_roles.oid = pg_class.relowner
WHERE
    pg_class.oid >= 16384
    AND pg_roles.rolname <> session_user
    AND pg_class.relowner NOT IN (SELECT keepers.id FROM keepers)
UNION
SELECT
    'type' AS kind,
    pg_type.typname::text AS name,
    'others' AS reason
FROM unnest(%(types)s::oid[]) AS used (id)
JOIN pg_type ON pg_type.oid = used.id
WHERE pg_type.oid >= 16384 AND pg_type.typowner NOT IN (SELECT keepers.id FROM keepers)
ORDER BY kind, name, reason;
