-- 009_audit.sql
-- Every change with the rows before and after it, sealed in a chain.
--
-- A statement leaves its rows in audit_changes; when its transaction commits, one event for each user
-- whose books it changed is sealed into their chain. What is rolled back leaves nothing, and what a
-- program other than ours does is kept all the same.


-- -------------------------------------------------------------------------------------------------
-- What is kept
-- -------------------------------------------------------------------------------------------------

-- What one transaction changed in one user's books. The clock and not the transaction's start: the events of
-- one transaction keep their order.
CREATE TABLE audit_events (
    user_id       uuid        NOT NULL,
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    event_type    text        NOT NULL,
    payload       jsonb       NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor         text,               -- the login that did it
    command       text,               -- as it was typed; null from other programs
    undoes        uuid,               -- the event that this one took back
    sequence      bigint,             -- of the user's events, from 1 without gaps
    previous_hash bytea,              -- null in the first
    hash          bytea,

    PRIMARY KEY (user_id, id),
    CONSTRAINT event_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT event_type_is_1_to_100_characters
        CHECK (char_length(event_type) BETWEEN 1 AND 100),
    CONSTRAINT payload_is_an_object
        CHECK (jsonb_typeof(payload) = 'object'),
    CONSTRAINT event_sequence_taken
        UNIQUE (user_id, sequence),
    CONSTRAINT event_is_sealed_as_a_whole
        CHECK (num_nulls(sequence, hash, actor) IN (0, 3))
);

CREATE INDEX audit_events_by_time ON audit_events (user_id, created_at, id);

-- The newest events first, as they are listed.
CREATE INDEX audit_events_by_sequence
    ON audit_events (user_id, sequence DESC NULLS LAST, created_at DESC, id);

-- What has been taken back: few of all events.
CREATE INDEX audit_events_that_undo ON audit_events (user_id, undoes, sequence)
    WHERE undoes IS NOT NULL;


-- The rows of one statement in one table, up to 500 of them: a bulk import is some thousand rows here
-- and not a million. Images are without period and updated_at, which follow from the rest.
CREATE TABLE audit_changes (
    user_id    uuid    NOT NULL,
    id         uuid    NOT NULL DEFAULT gen_random_uuid(),
    event_id   uuid    NOT NULL,
    position   bigint  NOT NULL GENERATED ALWAYS AS IDENTITY, -- the order in which they happened
    table_name text    NOT NULL,
    operation  text    NOT NULL,
    row_count  integer NOT NULL,
    before     jsonb,          -- a list of rows; null for an insert
    after      jsonb,          -- null for a delete
    digest     bytea   NOT NULL,

    PRIMARY KEY (user_id, id),
    CONSTRAINT change_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT operation_is_insert_update_or_delete
        CHECK (operation IN ('insert', 'update', 'delete')),
    CONSTRAINT change_has_rows
        CHECK (row_count > 0 AND num_nonnulls(before, after) > 0),
    CONSTRAINT images_are_lists
        CHECK (jsonb_typeof(before) = 'array' AND jsonb_typeof(after) = 'array')
);

CREATE INDEX audit_changes_by_event ON audit_changes (user_id, event_id, position);


-- Keys under which a command was done, each with the answer that the same key gets again.
--
-- A row comes with the effect of its command, in one transaction: either both are there, or neither.
-- request_hash is the sha256 of the command and its arguments; answer holds what was printed, in each form.
--
-- Not kept by keep_changes: this holds no books. To take a command back is a change of its own, after which
-- its key still says what it was once answered; a key that came free again would let a late repetition
-- do what somebody has just undone.
CREATE TABLE idempotency_keys (
    user_id      uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    command      text        NOT NULL,
    answer       jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT idempotency_key_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT idempotency_key_taken
        UNIQUE (user_id, key),
    CONSTRAINT idempotency_key_is_1_to_200_characters
        CHECK (char_length(key) BETWEEN 1 AND 200),
    CONSTRAINT request_hash_is_a_sha256
        CHECK (octet_length(request_hash) = 32),
    CONSTRAINT answer_is_complete
        CHECK (answer ?& ARRAY['json', 'csv', 'table', 'is_remark', 'remarks', 'exit_code'])
);


-- -------------------------------------------------------------------------------------------------
-- How it is sealed
-- -------------------------------------------------------------------------------------------------

-- What a change is known by. jsonb has one text for one value.
CREATE FUNCTION change_digest(
    user_id uuid, event_id uuid, table_name text, operation text, before jsonb, after jsonb
) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(
        jsonb_build_array(user_id, event_id, table_name, operation)::text
        || coalesce(before::text, '') || '|' || coalesce(after::text, ''),
        'UTF8'
    ));

-- What an event is known by: all that it says, its changes in their order, and the event before it.
-- The time is written in microseconds, which no time zone of a session changes.
CREATE FUNCTION event_hash(
    previous_hash bytea,
    user_id uuid,
    id uuid,
    sequence bigint,
    event_type text,
    payload jsonb,
    created_at timestamptz,
    actor text,
    command text,
    undoes uuid,
    digests bytea
) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(
        coalesce(previous_hash, '')
        || convert_to(
            jsonb_build_array(
                user_id,
                id,
                sequence,
                event_type,
                payload,
                trunc(extract(epoch FROM created_at) * 1000000),
                actor,
                command,
                undoes
            )::text,
            'UTF8'
        )
        || coalesce(digests, '')
    );

-- The id of the event that a transaction's changes of a user belong to. It follows from the transaction, so
-- that every statement of it finds the same; n counts what SET CONSTRAINTS has sealed before its end.
CREATE FUNCTION open_event(whose uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    n integer := 0;
    event uuid;
BEGIN
    PERFORM set_config('finally.user_id', whose::text, true);  -- the owner may be held by row security
    LOOP
        event := md5(
            pg_current_xact_id()::text || '/' || extract(epoch FROM transaction_timestamp())::text
            || '/' || whose::text || '/' || n::text
        )::uuid;
        EXIT WHEN NOT EXISTS (
            SELECT FROM public.audit_events WHERE user_id = whose AND id = event
        );
        n := n + 1;
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN event;
END
$$;


-- The columns of a table that a row is written with, as a list; `form` says how each is put.
CREATE FUNCTION written_columns(table_name text, form text) RETURNS text
    LANGUAGE sql STABLE
    RETURN (
        SELECT string_agg(replace(form, '@', quote_ident(attname)), ', ' ORDER BY attnum)
        FROM pg_attribute
        WHERE attrelid = to_regclass('public.' || quote_ident(table_name))
          AND attnum > 0
          AND NOT attisdropped
          AND attgenerated = ''
          AND attname <> 'updated_at'
    );


-- Leaves the rows that a statement changed. Arguments: the table, and the column that says whose a row is.
--
-- * SECURITY DEFINER: nobody else may write here. Whose rows they are, the rows say, and row security
--   has just let them through.
-- * Built-in categories are nobody's, and not kept.
-- * An update that changes nothing but updated_at leaves nothing.
-- * EXECUTE, for the tables differ in their columns. A list of rows is written as text and read as jsonb
--   once: that is half the work of making each row one and the list of them another.
CREATE FUNCTION keep_changes() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'  -- in which times are written in an image
AS $$
DECLARE
    pairs text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM added) THEN
            RETURN NULL;
        END IF;
        pairs := 'SELECT added.%1$I AS user_id, ''insert'' AS operation, NULL::record AS past, present'
            ' FROM added CROSS JOIN LATERAL (SELECT %3$s) AS present';
    ELSIF NOT EXISTS (SELECT FROM removed) THEN
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        pairs := 'SELECT removed.%1$I AS user_id, ''delete'' AS operation, past, NULL::record AS present'
            ' FROM removed CROSS JOIN LATERAL (SELECT %2$s) AS past';
    ELSE
        pairs := 'SELECT coalesce(added.%1$I, removed.%1$I) AS user_id,'
            ' CASE WHEN removed.id IS NULL THEN ''insert'' WHEN added.id IS NULL THEN ''delete'''
            ' ELSE ''update'' END AS operation, past, present'
            ' FROM removed FULL JOIN added ON added.id = removed.id AND added.%1$I = removed.%1$I'
            ' CROSS JOIN LATERAL (SELECT %2$s) AS past CROSS JOIN LATERAL (SELECT %3$s) AS present'
            ' WHERE past IS DISTINCT FROM present';
    END IF;
    EXECUTE format(
        $insert$
        INSERT INTO public.audit_changes
            (user_id, event_id, table_name, operation, row_count, before, after, digest)
        SELECT
            user_id,
            event_id,
            $1,
            operation,
            row_count,
            before,
            after,
            public.change_digest(user_id, event_id, $1, operation, before, after)
        FROM (
            SELECT
                user_id,
                operation,
                public.open_event(user_id) AS event_id,
                count(*)::integer AS row_count,
                (json_agg(past) FILTER (WHERE operation <> 'insert'))::jsonb AS before,
                (json_agg(present) FILTER (WHERE operation <> 'delete'))::jsonb AS after
            FROM (
                SELECT
                    user_id,
                    operation,
                    (row_number() OVER () - 1) / 500 AS chunk,
                    past,
                    present
                FROM (%s) AS pairs
                WHERE user_id IS NOT NULL
            ) AS rows
            GROUP BY user_id, operation, chunk
            ORDER BY user_id, operation, chunk
        ) AS chunks
        $insert$,
        format(
            pairs,
            TG_ARGV[1],
            public.written_columns(TG_ARGV[0], 'removed.@'),
            public.written_columns(TG_ARGV[0], 'added.@')
        )
    )
    USING TG_ARGV[0];
    RETURN NULL;
END
$$;


-- Leaves every row that a user has in a table, as added or as deleted.
CREATE FUNCTION keep_whole_table(whose uuid, kept_table text, kept_operation text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'  -- in which times are written in an image
AS $$
BEGIN
    EXECUTE format(
        $insert$
        INSERT INTO public.audit_changes
            (user_id, event_id, table_name, operation, row_count, before, after, digest)
        SELECT
            $1,
            event_id,
            $2,
            $3,
            row_count,
            before,
            after,
            public.change_digest($1, event_id, $2, $3, before, after)
        FROM (
            SELECT
                public.open_event($1) AS event_id,
                count(*)::integer AS row_count,
                jsonb_agg(image) FILTER (WHERE $3 = 'delete') AS before,
                jsonb_agg(image) FILTER (WHERE $3 = 'insert') AS after
            FROM (
                SELECT
                    to_jsonb(kept) - '{period,updated_at}'::text[] AS image,
                    (row_number() OVER () - 1) / 500 AS chunk
                FROM public.%1$I AS kept
                WHERE kept.%2$I = $1
            ) AS images
            GROUP BY chunk
        ) AS chunks
        $insert$,
        kept_table,
        CASE kept_table WHEN 'users' THEN 'id' ELSE 'user_id' END
    )
    USING whose, kept_table, kept_operation;
END
$$;

-- TRUNCATE has no transition table: the rows are looked at before it, as each user in turn, for the owner
-- may be held by row security too.
CREATE FUNCTION keep_truncated() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    whose uuid;
BEGIN
    FOR whose IN SELECT id FROM public.users ORDER BY id LOOP
        PERFORM set_config('finally.user_id', whose::text, true);
        PERFORM public.keep_whole_table(whose, TG_ARGV[0], 'delete');
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;


-- Seals a transaction's changes of one user into their chain, once, when it commits. Who commits at the
-- same moment waits for the lock of the chain's first event, which is there from before any other could be
-- written; everything before that goes on side by side. It is a row's lock, for a row of the audit is locked
-- by nobody else: the number of an advisory lock stands in pg_locks, where every login reads it.
--
-- What it undoes is an event that has been sealed before it, whatever the setting says: never itself.
CREATE FUNCTION seal_event() RETURNS trigger
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

CREATE CONSTRAINT TRIGGER seal_event AFTER INSERT ON audit_changes
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION seal_event();


-- -------------------------------------------------------------------------------------------------
-- Only added to, and only by the triggers above
-- -------------------------------------------------------------------------------------------------

-- A row that comes from a trigger comes from within one: this is then the second.
CREATE FUNCTION refuse_by_hand() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'audit_is_written_by_trigger',
        MESSAGE = 'the audit is written by its triggers alone';
END
$$;

CREATE TRIGGER audit_is_written_by_trigger BEFORE INSERT ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand();
CREATE TRIGGER audit_is_written_by_trigger BEFORE INSERT ON audit_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_by_hand();

CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse('audit_is_only_added_to', 'the audit is only added to');
CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR DELETE ON audit_changes
    FOR EACH ROW EXECUTE FUNCTION refuse('audit_is_only_added_to', 'the audit is only added to');
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit_is_only_added_to', 'the audit is only added to');
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON audit_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('audit_is_only_added_to', 'the audit is only added to');


-- -------------------------------------------------------------------------------------------------
-- The tables that are kept: every one that a user's books are in. networth_materialized follows from one.
-- -------------------------------------------------------------------------------------------------

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY '{
        users, asset_categories, income_categories, expense_categories, expense_subcategories,
        assets, asset_inputs, market_cap_history, fx_rates, incoming_items, expense_items, budgets,
        yearly_budgets, budget_policies, recurring_items, recurring_postings, target_sets,
        category_allocation_targets, asset_targets, user_logins, user_shares
    }'::text[]
    LOOP
        EXECUTE format(
            $triggers$
            CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.%1$I
                REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, %2$L);
            CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.%1$I
                REFERENCING OLD TABLE AS removed NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, %2$L);
            CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.%1$I
                REFERENCING OLD TABLE AS removed
                FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, %2$L);
            CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.%1$I
                FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated(%1$L, %2$L)
            $triggers$,
            kept,
            CASE kept WHEN 'users' THEN 'id' ELSE 'user_id' END
        );
    END LOOP;
END
$$;


REVOKE EXECUTE ON FUNCTION
    keep_changes(),
    keep_whole_table(uuid, text, text),
    keep_truncated(),
    seal_event(),
    refuse_by_hand(),
    open_event(uuid)
FROM PUBLIC;
