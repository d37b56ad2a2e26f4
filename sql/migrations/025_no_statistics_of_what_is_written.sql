-- 025_no_statistics_of_what_is_written.sql
-- The planner's statistics, which EXPLAIN shows to every login, are of ids and numbers of months alone.
--
-- They are taken of all rows, whoever sees which. How many rows a plan expects for description >= 'm' is
-- worked out from them for whoever asks, and a description can be read from that letter by letter.
-- A column that nobody takes statistics of tells nothing; under row security the plans of ours need none but
-- those of what is compared with a column of an index: ids, year and month.


-- How many an index gives and row security then takes away is shown by EXPLAIN ANALYZE: an index on the
-- address itself answers for everybody as well. The next file has another way.
CREATE OR REPLACE FUNCTION user_of_email(wanted text) RETURNS uuid
    LANGUAGE sql STABLE
    SECURITY DEFINER
    RETURN (
        SELECT users.id
        FROM users
        WHERE folded(users.email) = folded(wanted)
          AND (user_of_login() IS NOT NULL OR session_is_trusted())
    );
DROP INDEX user_email_taken;
ALTER TABLE users DROP COLUMN folded_email;
CREATE UNIQUE INDEX user_email_taken ON users (folded(email));


-- What is compared under row security and tells no more than which rows belong together, and which month.
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT
    pg_class.oid AS table_id,
    pg_class.relname AS table_name,
    pg_attribute.attnum AS place,
    pg_attribute.attname AS column_name,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) AS column_type
FROM pg_class
JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
WHERE pg_class.relnamespace = 'public'::regnamespace
  AND pg_class.relkind = 'r'
  AND pg_class.relrowsecurity
  AND pg_attribute.attnum > 0
  AND NOT pg_attribute.attisdropped
  AND pg_attribute.atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype);

DO $$
DECLARE
    told_column record;
BEGIN
    FOR told_column IN SELECT * FROM told ORDER BY table_name, place LOOP
        EXECUTE format(
            'ALTER TABLE public.%I ALTER COLUMN %I SET STATISTICS 0',
            told_column.table_name, told_column.column_name
        );
    END LOOP;
END
$$;


-- What has been taken already stays, unless the type of the column is set, to what it is: that removes it
-- on every version and for every owner. (PostgreSQL 18 has a function for it.) Where views, functions,
-- policies or triggers refer to the column it is refused: they are emptied before, and have their text
-- again after. A table that was never looked at has none, and is passed over.
DO $$
DECLARE
    emptying text[];
    restoring text[];
    command text;
BEGIN
    CREATE TEMPORARY TABLE taken ON COMMIT DROP AS
    SELECT told.*
    FROM told
    JOIN pg_class ON pg_class.oid = told.table_id
    WHERE pg_class.reltuples >= 0;
    IF NOT EXISTS (SELECT FROM taken) THEN
        RETURN;
    END IF;

    WITH steps (emptied, restored) AS (
        SELECT
            format(
                'CREATE OR REPLACE VIEW public.%I WITH (security_invoker = true) AS SELECT %s WHERE false',
                relname,
                string_agg(
                    format(
                        'NULL::%s%s AS %I',
                        format_type(atttypid, atttypmod),
                        CASE WHEN attcollation <> 0 THEN ' COLLATE "default"' ELSE '' END,
                        attname
                    ),
                    ', ' ORDER BY attnum
                )
            ),
            format(
                'CREATE OR REPLACE VIEW public.%I WITH (security_invoker = true) AS %s',
                relname, pg_get_viewdef(pg_class.oid)
            )
        FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
        GROUP BY pg_class.oid, relname
        UNION ALL
        -- Functions whose bodies were bound when they were made.
        SELECT DISTINCT
            format(
                'CREATE OR REPLACE FUNCTION public.%I(%s) RETURNS %s LANGUAGE sql'
                ' BEGIN ATOMIC SELECT %s WHERE false; END',
                proname,
                pg_get_function_arguments(pg_proc.oid),
                pg_get_function_result(pg_proc.oid),
                coalesce(
                    (
                        SELECT string_agg('NULL::' || format_type(given.type, NULL), ', ' ORDER BY place)
                        FROM unnest(proallargtypes, proargmodes) WITH ORDINALITY AS given (type, mode, place)
                        WHERE mode = 't'
                    ),
                    'NULL::' || format_type(prorettype, NULL)
                )
            ),
            pg_get_functiondef(pg_proc.oid)
        FROM pg_proc
        JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid
            AND refclassid = 'pg_class'::regclass
        JOIN taken ON taken.table_id = refobjid AND taken.place = refobjsubid
        WHERE pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT DISTINCT
            format('ALTER POLICY %I ON public.%I USING (false)', polname, taken.table_name),
            format(
                'ALTER POLICY %I ON public.%I USING (%s)',
                polname, taken.table_name, pg_get_expr(polqual, polrelid)
            )
        FROM pg_policy
        JOIN pg_depend ON classid = 'pg_policy'::regclass AND objid = pg_policy.oid
            AND refclassid = 'pg_class'::regclass
        JOIN taken ON taken.table_id = refobjid AND taken.place = refobjsubid
        UNION ALL
        SELECT DISTINCT
            format('DROP TRIGGER %I ON public.%I', tgname, taken.table_name),
            concat(
                pg_get_triggerdef(pg_trigger.oid),
                CASE WHEN tgenabled = 'D'
                    THEN format('; ALTER TABLE public.%I DISABLE TRIGGER %I', taken.table_name, tgname)
                END
            )
        FROM pg_trigger
        JOIN pg_depend ON classid = 'pg_trigger'::regclass AND objid = pg_trigger.oid
            AND refclassid = 'pg_class'::regclass
        JOIN taken ON taken.table_id = refobjid AND taken.place = refobjsubid
        WHERE NOT tgisinternal
    )
    SELECT array_agg(emptied), array_agg(restored) INTO emptying, restoring
    FROM steps;

    FOREACH command IN ARRAY emptying LOOP
        EXECUTE command;
    END LOOP;
    FOR command IN
        SELECT format('ALTER TABLE public.%I ALTER COLUMN %I TYPE %s', table_name, column_name, column_type)
        FROM taken
        ORDER BY table_name, place
    LOOP
        EXECUTE command;
    END LOOP;
    FOREACH command IN ARRAY restoring LOOP
        EXECUTE command;
    END LOOP;
END
$$;


-- An index of an expression has statistics of its own.
DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN
        SELECT
            pg_class.relname AS index_name,
            pg_get_indexdef(pg_class.oid) AS definition,
            array_agg(pg_attribute.attnum ORDER BY pg_attribute.attnum) AS places
        FROM pg_index
        JOIN pg_class ON pg_class.oid = indexrelid
        JOIN pg_class AS tables ON tables.oid = indrelid
        JOIN pg_attribute ON attrelid = indexrelid
        WHERE tables.relnamespace = 'public'::regnamespace
          AND tables.relrowsecurity
          AND indkey[attnum - 1] = 0
          AND atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)
        GROUP BY pg_class.oid, pg_class.relname
        ORDER BY pg_class.relname
    LOOP
        EXECUTE format('DROP INDEX public.%I', kept.index_name);
        EXECUTE kept.definition;
        FOR place IN array_lower(kept.places, 1) .. array_upper(kept.places, 1) LOOP
            EXECUTE format(
                'ALTER INDEX public.%I ALTER COLUMN %s SET STATISTICS 0',
                kept.index_name, kept.places[place]
            );
        END LOOP;
    END LOOP;
END
$$;
