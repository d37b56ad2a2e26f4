-- close/month
-- Close a month, and all before it, with a seal of what is there; false where it is closed already.
--
-- param  user_id   uuid
-- param  month     date
-- param  codes     text[]   of what was found that it lacks
-- param  messages  text[]   and a sentence on each
-- row    closed    boolean?
SELECT
    close_month(
        %(user_id)s::uuid,
        %(month)s::date,
        jsonb_build_object(
            'findings',
            (
                SELECT
                    coalesce(
                        jsonb_agg(
                            jsonb_build_object('code', lacking.code, 'message', lacking.message)
                            ORDER BY lacking.place
                        ),
                        '[]'
                    )
                FROM unnest(%(codes)s::text[], %(messages)s::text[])
                WITH ORDINALITY AS lacking (code, message, place)
            )
        )
    ) AS closed
ORDER BY closed;
