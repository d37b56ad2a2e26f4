-- 010_undo.sql
-- Taking an event back, and finding what was altered behind the audit's triggers.
--
-- An image of a row has the columns of its day, and is sealed as it is: a column that has come or gone since is in
-- one of the two and not in the other.


-- Whether two images of a row agree: what both have decides. A row that is not there has no image.
CREATE FUNCTION images_agree(kept jsonb, present jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN kept IS NOT DISTINCT FROM present
        OR (
            kept IS NOT NULL
            AND present IS NOT NULL
            AND NOT EXISTS (
                SELECT
                FROM jsonb_each(kept) AS past
                JOIN jsonb_each(present) AS live ON live.key = past.key
                WHERE live.value <> past.value
            )
        );

-- The columns of a table that an image can fill, as a list: what has come since takes its default.
CREATE FUNCTION columns_of_image(table_name text, image jsonb) RETURNS text
    LANGUAGE sql STABLE
    RETURN (
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
        FROM pg_attribute
        WHERE attrelid = to_regclass('public.' || quote_ident(table_name))
          AND attnum > 0
          AND NOT attisdropped
          AND attgenerated = ''
          AND attname <> 'updated_at'
          AND image ? attname::text
    );


-- Takes back what an event did, its last change first: what it added is deleted, what it deleted is added,
-- what it changed is as before. Nothing later may stand in the way: where a row is no longer as the event
-- left it, or another row needs it, nothing is done, and those rows are returned.
--
-- An id is read from its text in a select of its own, which OFFSET 0 keeps apart: a cast beside row security
-- is never an index condition. It runs with the rights of whoever calls it, so that row security and every
-- rule hold.
CREATE FUNCTION undo_event(wanted_user uuid, wanted_event uuid)
RETURNS TABLE (table_name text, row_id uuid, problem text)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'  -- in which times are written in an image
AS $$
DECLARE
    change record;
    blocked jsonb;
    own text;
    said_table text;
    said_rule text;
BEGIN
    BEGIN
        FOR change IN
            -- One statement may delete from several tables, and leaves them in any order: of what was
            -- deleted in a row, what others refer to is added first, and the other way round.
            WITH RECURSIVE depths AS (
                SELECT oid AS table_id, 0 AS depth
                FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                UNION
                SELECT conrelid, depth + 1
                FROM depths
                JOIN pg_constraint ON confrelid = table_id AND conrelid <> confrelid AND contype = 'f'
            ),
            compared AS (
                SELECT
                    kept.position,
                    kept.table_name,
                    kept.operation,
                    kept.before,
                    kept.after,
                    (
                        SELECT max(depth)
                        FROM depths
                        WHERE table_id = to_regclass('public.' || quote_ident(kept.table_name))
                    ) AS depth,
                    kept.operation IS DISTINCT FROM lag(kept.operation) OVER (ORDER BY kept.position)
                        AS is_next
                FROM public.audit_changes AS kept
                WHERE kept.user_id = wanted_user AND kept.event_id = wanted_event
            ),
            grouped AS (
                SELECT
                    position,
                    compared.table_name,
                    operation,
                    before,
                    after,
                    depth,
                    count(*) FILTER (WHERE is_next) OVER (ORDER BY position) AS run
                FROM compared
            )
            SELECT
                grouped.table_name,
                grouped.operation,
                grouped.before,
                grouped.after
            FROM grouped
            ORDER BY
                run DESC,
                CASE operation WHEN 'delete' THEN depth WHEN 'insert' THEN -depth END,
                position DESC
        LOOP
            own := CASE change.table_name WHEN 'users' THEN '' ELSE ' AND live.user_id = $2' END;
            -- Whoever changes one of the rows just now is waited for, and then seen.
            EXECUTE format(
                $hold$
                SELECT
                FROM public.%1$I AS live
                WHERE
                    live.id IN (
                        SELECT (image ->> 'id')::uuid FROM jsonb_array_elements($1) AS image OFFSET 0
                    )
                    %2$s
                ORDER BY live.id
                FOR UPDATE
                $hold$,
                change.table_name,
                own
            )
            USING coalesce(change.after, '[]'), wanted_user;
            EXECUTE format(
                $find$
                SELECT
                    jsonb_agg(
                        jsonb_build_object(
                            'table_name', %1$L,
                            'row_id', past.id,
                            'problem', CASE WHEN live.id IS NULL THEN 'gone' ELSE 'changed' END
                        )
                    )
                FROM (
                    SELECT (image ->> 'id')::uuid AS id, image
                    FROM jsonb_array_elements($1) AS image
                    OFFSET 0
                ) AS past
                LEFT JOIN public.%1$I AS live ON live.id = past.id %2$s
                WHERE NOT public.images_agree(past.image, to_jsonb(live) - '{period,updated_at}'::text[])
                $find$,
                change.table_name,
                own
            )
            INTO blocked
            USING coalesce(change.after, '[]'), wanted_user;
            IF blocked IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'UNDO1';
            END IF;

            IF change.operation = 'insert' THEN
                EXECUTE format(
                    $delete$
                    DELETE FROM public.%1$I AS live
                    USING (
                        SELECT (image ->> 'id')::uuid AS id, image
                        FROM jsonb_array_elements($1) AS image
                        OFFSET 0
                    ) AS past
                    WHERE live.id = past.id %2$s
                    $delete$,
                    change.table_name,
                    own
                )
                USING change.after, wanted_user;
            ELSIF change.operation = 'delete' THEN
                EXECUTE format(
                    $insert$
                    INSERT INTO public.%1$I (%2$s)
                    SELECT %2$s FROM jsonb_populate_recordset(NULL::public.%1$I, $1)
                    $insert$,
                    change.table_name,
                    public.columns_of_image(change.table_name, change.before -> 0)
                )
                USING change.before;
            ELSE
                EXECUTE format(
                    $update$
                    UPDATE public.%1$I AS live
                    SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(live, past.image))
                    FROM (
                        SELECT (image ->> 'id')::uuid AS id, image
                        FROM jsonb_array_elements($1) AS image
                        OFFSET 0
                    ) AS past
                    WHERE live.id = past.id %3$s
                    $update$,
                    change.table_name,
                    public.written_columns(change.table_name, '@'),
                    own
                )
                USING change.before, wanted_user;
            END IF;
        END LOOP;
    EXCEPTION
        WHEN SQLSTATE 'UNDO1' THEN
            NULL;
        WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS
                said_table = TABLE_NAME,
                said_rule = CONSTRAINT_NAME;
            blocked := jsonb_build_array(
                jsonb_build_object('table_name', said_table, 'row_id', NULL, 'problem', said_rule)
            );
    END;
    RETURN QUERY
    SELECT
        found.table_name,
        found.row_id,
        found.problem
    FROM jsonb_to_recordset(blocked) AS found (table_name text, row_id uuid, problem text);
END
$$;


-- The events of a user whose effect has been taken back. Who undoes an undo brings the event back, so what
-- counts is how many undos stand one upon the other, always the newest of each. An undo is later than what it
-- undoes; one that is not was put there behind the triggers, and does not count: so the climb has an end.
CREATE FUNCTION undone_events(wanted_user uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql
    STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE newest AS (
        SELECT DISTINCT ON (kept.undoes)
            kept.undoes,
            kept.id
        FROM public.audit_events AS kept
        JOIN public.audit_events AS earlier ON earlier.user_id = kept.user_id AND earlier.id = kept.undoes
        WHERE kept.user_id = wanted_user
          AND kept.undoes IS NOT NULL
          AND earlier.sequence < kept.sequence
        ORDER BY kept.undoes, kept.sequence DESC
    ),
    stacked AS (
        SELECT
            newest.undoes AS event,
            newest.id AS top,
            1 AS height
        FROM newest
        UNION ALL
        SELECT
            stacked.event,
            newest.id AS top,
            stacked.height + 1 AS height
        FROM stacked
        JOIN newest ON newest.undoes = stacked.top
    )
    SELECT stacked.event
    FROM stacked
    GROUP BY stacked.event
    HAVING max(stacked.height) % 2 = 1;
END
$$;


-- Where a user's live rows are not as their audit left them: somebody went behind the triggers. An event
-- that is not sealed is such a row too.
--
-- What a row was last is said by the event's place in its user's chain, and within the event by the change's.
-- Positions are given out by one server and are no order once rows have come from another one: moved there,
-- restored beside others, or changed on two nodes of a cluster. What is not sealed yet came last.
CREATE FUNCTION audit_differences(wanted_user uuid)
RETURNS TABLE (table_name text, row_id text, problem text)
    LANGUAGE plpgsql
    STABLE
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'  -- in which times are written in an image
AS $$
DECLARE
    audited text;
BEGIN
    FOR audited IN
        SELECT relname::text
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgfoid = 'public.keep_changes'::regproc
        UNION
        SELECT 'audit_events'
        ORDER BY 1
    LOOP
        RETURN QUERY EXECUTE format(
            $compare$
            WITH kept AS (
                SELECT DISTINCT ON (image ->> 'id')
                    image ->> 'id' AS id,  -- text, for what was put in by hand may be no uuid
                    CASE WHEN is_there THEN image END AS image
                FROM (
                    SELECT event_id, position, true AS is_there, jsonb_array_elements(after) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND after IS NOT NULL
                    UNION ALL
                    SELECT event_id, position, false AS is_there, jsonb_array_elements(before) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND before IS NOT NULL
                ) AS images
                LEFT JOIN public.audit_events AS sealed ON sealed.user_id = $1 AND sealed.id = images.event_id
                ORDER BY image ->> 'id', sealed.sequence DESC NULLS FIRST, position DESC, is_there DESC
            ),
            present AS (
                SELECT
                    live.id::text AS id,
                    to_jsonb(live) - '{period,updated_at}'::text[] AS image
                FROM public.%1$I AS live
                WHERE live.%2$I = $1 %3$s
            )
            SELECT
                %1$L,
                coalesce(kept.id, present.id),
                CASE
                    WHEN kept.image IS NULL THEN 'added'
                    WHEN present.image IS NULL THEN 'removed'
                    ELSE 'altered'
                END
            FROM kept
            FULL JOIN present ON present.id = kept.id
            WHERE
                kept.image IS DISTINCT FROM present.image  -- for most rows, all that is asked
                AND NOT public.images_agree(kept.image, present.image)
            ORDER BY 2
            $compare$,
            audited,
            CASE audited WHEN 'users' THEN 'id' ELSE 'user_id' END,
            CASE audited WHEN 'audit_events' THEN 'AND live.sequence IS NULL' ELSE '' END
        )
        USING wanted_user;
    END LOOP;
END
$$;
