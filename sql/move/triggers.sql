-- move/triggers
-- The triggers of some tables, without those that the server keeps its constraints with, and how each stands.
--
-- param  tables       text[]
-- row    name         text    of the table
-- row    trigger      text
-- row    instruction  text    what brings it back to how it stands, for ALTER TABLE
SELECT
    pg_class.relname::text AS name,
    pg_trigger.tgname::text AS trigger,
    CASE pg_trigger.tgenabled
        WHEN 'O' THEN 'ENABLE TRIGGER'
        WHEN 'A' THEN 'ENABLE ALWAYS TRIGGER'
        WHEN 'R' THEN 'ENABLE REPLICA TRIGGER'
        ELSE 'DISABLE TRIGGER'
    END AS instruction
FROM pg_trigger
JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
WHERE
    NOT pg_trigger.tgisinternal
    AND pg_class.relnamespace = 'public'::regnamespace
    AND pg_class.relname = ANY (%(tables)s::text[])
ORDER BY
    name,
    trigger;
