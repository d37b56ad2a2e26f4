-- backup/owner
-- Who owns a database, or whoever asks where there is none of that name; and what is said of it.
--
-- param  database  text
-- row    owner     text
-- row    remark    text?
SELECT
    coalesce(pg_get_userbyid(pg_database.datdba), current_user)::text AS owner,
    shobj_description(pg_database.oid, 'pg_database') AS remark
FROM (VALUES (%(database)s::text)) AS wanted (name)
LEFT JOIN pg_database ON pg_database.datname = wanted.name
ORDER BY wanted.name;
