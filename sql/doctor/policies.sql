-- doctor/policies
-- The policies of row security.
--
-- row    kind        text
-- row    relation    text  what it belongs to
-- row    name        text
-- row    definition  text
-- row    state       text  whether it is in force
SELECT
    'policy' AS kind,
    quote_ident(pg_class.relname) AS relation,
    quote_ident(pg_policy.polname) AS name,
    concat_ws(
        ' ',
        CASE WHEN pg_policy.polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
        CASE pg_policy.polcmd
            WHEN 'r' THEN 'FOR SELECT'
            WHEN 'a' THEN 'FOR INSERT'
            WHEN 'w' THEN 'FOR UPDATE'
            WHEN 'd' THEN 'FOR DELETE'
            ELSE 'FOR ALL'
        END,
        'TO ' || (
            SELECT string_agg(coalesce(quote_ident(pg_roles.rolname), 'PUBLIC'), ', ' ORDER BY pg_roles.rolname)
            FROM unnest(pg_policy.polroles) AS named (oid)
            LEFT JOIN pg_roles ON pg_roles.oid = named.oid
        ),
        'USING (' || pg_get_expr(pg_policy.polqual, pg_policy.polrelid) || ')',
        'WITH CHECK (' || pg_get_expr(pg_policy.polwithcheck, pg_policy.polrelid) || ')'
    ) AS definition,
    '' AS state
FROM pg_policy
JOIN pg_class ON pg_class.oid = pg_policy.polrelid
WHERE
    pg_class.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (
        SELECT
        FROM pg_depend
        WHERE
            pg_depend.classid = 'pg_class'::regclass
            AND pg_depend.objid = pg_class.oid
            AND pg_depend.deptype = 'e'
    )
ORDER BY
    pg_class.relname,
    pg_policy.polname;
