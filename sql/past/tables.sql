-- past/tables
-- How each table that was changed after a moment is made again as it was then, with its indexes.
-- Of the rows that are there now those that were not changed since, and of the others what they were. A column that
-- came later has its default in them; when a row was last changed is not kept, and null. What says who may read (logins
-- and shares) is as it is now. The catalog is asked, so that no table is forgotten.
--
-- needs  past/stage
-- param  user_id     uuid
-- row    name        text
-- row    definition  text  several commands
WITH columns AS (
    SELECT
        pg_class.oid,
        pg_class.relname AS name,
        string_agg('live.' || quote_ident(pg_attribute.attname), ', ' ORDER BY pg_attribute.attnum) AS live,
        string_agg('(kept.image).' || quote_ident(pg_attribute.attname), ', ') AS written,
        string_agg(
            CASE pg_attribute.attgenerated
                WHEN '' THEN quote_ident(pg_attribute.attname)
                ELSE pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid)
            END,
            ', '
            ORDER BY pg_attribute.attnum
        ) AS past,
        string_agg(
            format('%%L, %%s', pg_attribute.attname, pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid)), ', '
        ) FILTER (
            WHERE
                pg_attrdef.adbin IS NOT NULL
                AND pg_attribute.attgenerated = ''
                AND pg_attribute.attname NOT IN ('id', 'created_at', 'updated_at')
        ) AS defaults,
        string_agg(quote_ident(pg_attribute.attname), ', ') FILTER (
            WHERE pg_attribute.atttypid IN ('uuid'::regtype, 'integer'::regtype)
        ) AS measured,
        CASE pg_class.relname WHEN 'users' THEN 'id' ELSE 'user_id' END AS owner,
        bool_or(pg_attribute.attname = 'user_id' AND NOT pg_attribute.attnotnull) AS has_built_in
    FROM pg_class
    JOIN pg_attribute
        ON pg_attribute.attrelid = pg_class.oid
        AND pg_attribute.attnum > 0
        AND NOT pg_attribute.attisdropped
    LEFT JOIN pg_attrdef
        ON pg_attrdef.adrelid = pg_class.oid
        AND pg_attrdef.adnum = pg_attribute.attnum
    WHERE
        pg_class.relnamespace = 'public'::regnamespace
        AND pg_class.relname IN (SELECT past_images.table_name FROM past_images)
        AND pg_class.relname NOT IN ('user_logins', 'user_shares')
    GROUP BY pg_class.oid, pg_class.relname
),
indexes AS (
    SELECT
        pg_index.indrelid,
        string_agg(
            CASE
                WHEN pg_index.indisprimary  -- of which a statement takes other columns as given
                    THEN
                        format(
                            'ALTER TABLE pg_temp.%%I ADD %%s',
                            columns.name,
                            pg_get_constraintdef(pg_constraint.oid)
                        )
                ELSE
                    format(
                        'CREATE INDEX ON pg_temp.%%I USING %%s',
                        columns.name,
                        regexp_replace(
                            pg_get_indexdef(pg_index.indexrelid), '^.+? USING | NULLS NOT DISTINCT', '', 'g'
                        )
                    )
            END,
            '; '
        ) AS definitions
    FROM columns
    JOIN pg_index ON pg_index.indrelid = columns.oid AND pg_index.indexprs IS NULL
    LEFT JOIN pg_constraint
        ON pg_constraint.conindid = pg_index.indexrelid
        AND pg_constraint.contype = 'p'
    GROUP BY pg_index.indrelid
)
SELECT
    columns.name::text AS name,
    format(
        'CREATE TEMPORARY TABLE %%1$I ON COMMIT DROP AS SELECT %%2$s FROM public.%%1$I AS live'
        ' WHERE (live.%%3$I = %%4$L%%5$s) AND NOT EXISTS (SELECT FROM pg_temp.past_images AS changed'
        ' WHERE changed.table_name = %%1$L AND changed.id = live.id)'
        ' UNION ALL SELECT %%6$s FROM (SELECT %%10$s FROM ('
        ' SELECT jsonb_populate_record(base.record, changed.image) AS image'
        ' FROM (SELECT jsonb_populate_record(NULL::public.%%1$I, jsonb_build_object(%%7$s)) AS record) AS base'
        ' CROSS JOIN pg_temp.past_images AS changed'
        ' WHERE changed.table_name = %%1$L AND changed.image IS NOT NULL OFFSET 0) AS kept) AS past;'
        ' %%8$s; ANALYZE pg_temp.%%1$I (%%9$s)',
        columns.name,
        columns.live,
        columns.owner,
        %(user_id)s::uuid,
        CASE WHEN columns.has_built_in THEN ' OR live.user_id IS NULL' ELSE '' END,
        columns.past,
        columns.defaults,
        indexes.definitions,
        columns.measured,
        columns.written
    ) AS definition
FROM columns
JOIN indexes ON indexes.indrelid = columns.oid
ORDER BY columns.name;
