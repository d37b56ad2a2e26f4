-- 021_order_of_events.sql
-- What a row was last is said by the event's place in its user's chain, and within the event by the change's.

-- Positions are given out by one server and are no order once rows have come from another one: moved there,
-- restored beside others, or changed on two nodes of a cluster. The chain is what orders events. What is not
-- sealed yet came last.


-- Where a user's live rows are not as their audit left them: somebody went behind the triggers. The events
-- that were written before there was a chain are such rows too.
CREATE OR REPLACE FUNCTION audit_differences(wanted_user uuid)
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
