-- past/definitions
-- The views and functions of the schema that only read, each as the server writes it out.
-- With nothing but pg_catalog on the search_path every name of ours is written with its schema. A function that lends
-- its owner's rights is about who may read, and stays as it is.
--
-- row    name        text
-- row    is_view     boolean
-- row    definition  text
SELECT
    pg_proc.proname::text AS name,
    false AS is_view,
    pg_get_functiondef(pg_proc.oid) AS definition
FROM pg_proc
WHERE
    pg_proc.pronamespace = 'public'::regnamespace
    AND pg_proc.prokind = 'f'
    AND NOT pg_proc.prosecdef
    AND pg_proc.proname IN (
        SELECT reading.proname
        FROM pg_proc AS reading
        WHERE
            reading.pronamespace = 'public'::regnamespace
            AND reading.prokind = 'f'
            AND reading.provolatile = 's'
            AND NOT reading.prosecdef
    )
UNION ALL
SELECT
    pg_class.relname::text AS name,
    true AS is_view,
    format(
        'CREATE VIEW public.%%I WITH (security_invoker = true) AS %%s',
        pg_class.relname,
        pg_get_viewdef(pg_class.oid)
    ) AS definition
FROM pg_class
WHERE pg_class.relnamespace = 'public'::regnamespace AND pg_class.relkind = 'v'
ORDER BY is_view, name, definition;
