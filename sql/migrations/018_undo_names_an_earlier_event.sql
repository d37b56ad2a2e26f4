-- 018_undo_names_an_earlier_event.sql
-- An event undoes one that was sealed before it, and whoever seals waits for a lock that no other login can hold.


-- Seals a transaction's changes of one user into their chain, once, when it commits. Who commits at the
-- same moment waits for the lock of the chain's first event, which is there from before any other could be
-- written; everything before that goes on side by side. It is a row's lock, for a row of the audit is locked
-- by nobody else: the number of an advisory lock stands in pg_locks, where every login reads it.
--
-- What it undoes is an event that has been sealed before it, whatever the setting says: never itself.
CREATE OR REPLACE FUNCTION seal_event() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    head record;
    sealed record;
    undone uuid;
BEGIN
    PERFORM set_config('finally.user_id', NEW.user_id::text, true);
    IF EXISTS (
        SELECT FROM public.audit_events WHERE user_id = NEW.user_id AND id = NEW.event_id
    ) THEN
        PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
        RETURN NULL;
    END IF;
    PERFORM
    FROM public.audit_events
    WHERE user_id = NEW.user_id AND sequence = 1
    FOR UPDATE;

    IF current_setting('finally.undoes', true) <> '' THEN
        BEGIN
            SELECT id INTO undone
            FROM public.audit_events
            WHERE user_id = NEW.user_id AND id = current_setting('finally.undoes', true)::uuid;
        EXCEPTION
            WHEN invalid_text_representation THEN
                NULL; -- whoever set it meant no event
        END;
    END IF;

    SELECT sequence, hash INTO head
    FROM public.audit_events
    WHERE user_id = NEW.user_id AND sequence IS NOT NULL
    ORDER BY sequence DESC
    LIMIT 1;

    SELECT
        (array_agg(table_name || '.' || operation ORDER BY position))[1] AS first_change,
        string_agg(uuid_send(id) || int8send(position) || digest, ''::bytea ORDER BY position) AS digests
    INTO sealed
    FROM public.audit_changes
    WHERE user_id = NEW.user_id AND event_id = NEW.event_id;

    INSERT INTO public.audit_events (
        user_id, id, event_type, payload, created_at, actor, command, undoes, sequence,
        previous_hash, hash
    )
    SELECT
        NEW.user_id,
        NEW.event_id,
        said.event_type,
        said.payload,
        said.created_at,
        session_user,
        said.command,
        said.undoes,
        coalesce(head.sequence, 0) + 1,
        head.hash,
        public.event_hash(
            head.hash, NEW.user_id, NEW.event_id, coalesce(head.sequence, 0) + 1, said.event_type,
            said.payload, said.created_at, session_user, said.command, said.undoes, sealed.digests
        )
    FROM (
        SELECT
            left(
                coalesce(nullif(current_setting('finally.command', true), ''), sealed.first_change),
                100
            ) AS event_type,
            left(nullif(current_setting('finally.command_line', true), ''), 2000) AS command,
            undone AS undoes,
            clock_timestamp() AS created_at,
            (
                SELECT jsonb_build_object('changes', jsonb_agg(counted.line ORDER BY counted.first))
                FROM (
                    SELECT
                        min(position) AS first,
                        jsonb_build_object(
                            'table', table_name, 'operation', operation, 'rows', sum(row_count)
                        ) AS line
                    FROM public.audit_changes
                    WHERE user_id = NEW.user_id AND event_id = NEW.event_id
                    GROUP BY table_name, operation
                ) AS counted
            ) AS payload
    ) AS said
    -- Nobody else can be here. But who reads one state of the books throughout (REPEATABLE READ) may not
    -- see the newest head, and is then told to try again, as for any row that changed meanwhile.
    ON CONFLICT (user_id, sequence) DO NOTHING;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;

-- The policy under which the function above, as the tables' owner, locks that row. The everyday role has no
-- right to change an event, and for everybody the audit is only added to.
CREATE POLICY locked_where_sealed ON audit_events FOR UPDATE
    USING (user_id = (SELECT open_audit()));


-- The events of a user whose effect has been taken back. Who undoes an undo brings the event back, so what
-- counts is how many undos stand one upon the other, always the newest of each. An undo is later than what it
-- undoes; one that is not was put there behind the triggers, and does not count: so the climb has an end.
CREATE OR REPLACE FUNCTION undone_events(wanted_user uuid) RETURNS SETOF uuid
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
