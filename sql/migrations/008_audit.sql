-- 008_audit.sql
-- Every change with the rows before and after it, sealed in a chain, and one function that takes it back.
--
-- A statement leaves its rows in audit_changes; when its transaction commits, one event for each user
-- whose books it changed is sealed into their chain. What is rolled back leaves nothing, and what a
-- program other than ours does is kept all the same.


-- -------------------------------------------------------------------------------------------------
-- What is kept
-- -------------------------------------------------------------------------------------------------

ALTER TABLE audit_events ADD COLUMN actor text;             -- the login that did it
ALTER TABLE audit_events ADD COLUMN command text;           -- as it was typed; null from other programs
ALTER TABLE audit_events ADD COLUMN undoes uuid;            -- the event that this one took back
ALTER TABLE audit_events ADD COLUMN sequence bigint;        -- of the user's events, from 1 without gaps
ALTER TABLE audit_events ADD COLUMN previous_hash bytea;    -- null in the first
ALTER TABLE audit_events ADD COLUMN hash bytea;             -- null in what was written before this file
ALTER TABLE audit_events ADD CONSTRAINT event_sequence_taken
    UNIQUE (user_id, sequence);
ALTER TABLE audit_events ADD CONSTRAINT event_is_sealed_as_a_whole
    CHECK (num_nulls(sequence, hash, actor) IN (0, 3));

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
-- same moment waits for the chain's head; everything before that goes on side by side.
CREATE FUNCTION seal_event() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    head record;
    sealed record;
BEGIN
    PERFORM set_config('finally.user_id', NEW.user_id::text, true);
    IF EXISTS (
        SELECT FROM public.audit_events WHERE user_id = NEW.user_id AND id = NEW.event_id
    ) THEN
        PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('finally/audit/' || NEW.user_id::text, 0));

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
            nullif(current_setting('finally.undoes', true), '')::uuid AS undoes,
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

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON users
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('users', 'id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON users
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('users', 'id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON users
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('users', 'id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON users
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('users', 'id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON asset_categories
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_categories', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON asset_categories
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_categories', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON asset_categories
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_categories', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON asset_categories
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('asset_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON income_categories
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('income_categories', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON income_categories
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('income_categories', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON income_categories
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('income_categories', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON income_categories
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('income_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON expense_categories
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_categories', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON expense_categories
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_categories', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON expense_categories
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_categories', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON expense_categories
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('expense_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON expense_subcategories
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_subcategories', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON expense_subcategories
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_subcategories', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON expense_subcategories
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_subcategories', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON expense_subcategories
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('expense_subcategories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON assets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('assets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON assets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('assets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON assets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('assets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON assets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('assets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON asset_inputs
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_inputs', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON asset_inputs
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_inputs', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON asset_inputs
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_inputs', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON asset_inputs
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('asset_inputs', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON market_cap_history
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('market_cap_history', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON market_cap_history
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('market_cap_history', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON market_cap_history
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('market_cap_history', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON market_cap_history
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('market_cap_history', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON fx_rates
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('fx_rates', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON fx_rates
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('fx_rates', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON fx_rates
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('fx_rates', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON fx_rates
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('fx_rates', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON incoming_items
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('incoming_items', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON incoming_items
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('incoming_items', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON incoming_items
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('incoming_items', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON incoming_items
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('incoming_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON expense_items
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_items', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON expense_items
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_items', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON expense_items
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('expense_items', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON expense_items
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('expense_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON budgets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budgets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON budgets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budgets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON budgets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budgets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON budgets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('budgets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON yearly_budgets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('yearly_budgets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON yearly_budgets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('yearly_budgets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON yearly_budgets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('yearly_budgets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON yearly_budgets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('yearly_budgets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON budget_policies
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budget_policies', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON budget_policies
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budget_policies', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON budget_policies
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('budget_policies', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON budget_policies
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('budget_policies', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON recurring_items
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_items', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON recurring_items
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_items', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON recurring_items
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_items', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON recurring_items
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('recurring_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON recurring_postings
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_postings', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON recurring_postings
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_postings', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON recurring_postings
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('recurring_postings', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON recurring_postings
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('recurring_postings', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON target_sets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('target_sets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON target_sets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('target_sets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON target_sets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('target_sets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON target_sets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('target_sets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON category_allocation_targets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('category_allocation_targets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON category_allocation_targets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('category_allocation_targets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON category_allocation_targets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('category_allocation_targets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON category_allocation_targets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('category_allocation_targets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON asset_targets
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_targets', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON asset_targets
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_targets', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON asset_targets
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('asset_targets', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON asset_targets
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('asset_targets', 'user_id');


-- -------------------------------------------------------------------------------------------------
-- Taking an event back
-- -------------------------------------------------------------------------------------------------

-- Takes back what an event did, its last change first: what it added is deleted, what it deleted is added,
-- what it changed is as before. Nothing later may stand in the way: where a row is no longer as the event
-- left it, or another row needs it, nothing is done, and those rows are returned.
--
-- It runs with the rights of whoever calls it, so that row security and every rule hold.
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
                    live.id IN (SELECT (image ->> 'id')::uuid FROM jsonb_array_elements($1) AS image)
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
                            'row_id', past.image -> 'id',
                            'problem', CASE WHEN live.id IS NULL THEN 'gone' ELSE 'changed' END
                        )
                    )
                FROM jsonb_array_elements($1) AS past (image)
                LEFT JOIN public.%1$I AS live ON live.id = (past.image ->> 'id')::uuid %2$s
                WHERE to_jsonb(live) - '{period,updated_at}'::text[] IS DISTINCT FROM past.image
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
                    USING jsonb_array_elements($1) AS past (image)
                    WHERE live.id = (past.image ->> 'id')::uuid %2$s
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
                    public.written_columns(change.table_name, '@')
                )
                USING change.before;
            ELSE
                EXECUTE format(
                    $update$
                    UPDATE public.%1$I AS live
                    SET (%2$s) = (SELECT %3$s)
                    FROM jsonb_populate_recordset(NULL::public.%1$I, $1) AS past
                    WHERE live.id = past.id %4$s
                    $update$,
                    change.table_name,
                    public.written_columns(change.table_name, '@'),
                    public.written_columns(change.table_name, 'past.@'),
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
-- counts is how many undos stand one upon the other, always the newest of each.
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
        WHERE kept.user_id = wanted_user AND kept.undoes IS NOT NULL
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


-- -------------------------------------------------------------------------------------------------
-- Finding what was altered
-- -------------------------------------------------------------------------------------------------

-- Where a user's live rows are not as their audit left them: somebody went behind the triggers. The events
-- that were written before there was a chain are such rows too.
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
                    SELECT position, true AS is_there, jsonb_array_elements(after) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND after IS NOT NULL
                    UNION ALL
                    SELECT position, false AS is_there, jsonb_array_elements(before) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND before IS NOT NULL
                ) AS images
                ORDER BY image ->> 'id', position DESC, is_there DESC
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
            WHERE kept.image IS DISTINCT FROM present.image
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


-- -------------------------------------------------------------------------------------------------
-- Who may do what
-- -------------------------------------------------------------------------------------------------

ALTER TABLE audit_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON audit_changes
    USING (user_id = current_user_id());
-- The triggers write as the tables' owner, who may be held by row security, and also when nobody is
-- identified, as when a user is added. Nobody else is granted it.
CREATE POLICY written_by_trigger ON audit_changes FOR INSERT
    WITH CHECK (true);
CREATE POLICY written_by_trigger ON audit_events FOR INSERT
    WITH CHECK (true);

REVOKE EXECUTE ON FUNCTION
    keep_changes(),
    keep_whole_table(uuid, text, text),
    keep_truncated(),
    seal_event(),
    refuse_by_hand(),
    open_event(uuid)
FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        REVOKE INSERT ON audit_events FROM finally_app;
        GRANT SELECT ON audit_changes TO finally_app;
    END IF;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- What is there already is where the audit begins
-- -------------------------------------------------------------------------------------------------

-- Every row is kept as if it had been added just now, in one event for each user; from a trigger, for
-- nobody writes here by hand.
CREATE FUNCTION begin_audit() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    whose uuid;
    kept_table text;
BEGIN
    FOR whose IN SELECT id FROM public.users ORDER BY id LOOP
        PERFORM set_config('finally.user_id', whose::text, true);
        FOR kept_table IN
            SELECT relname::text
            FROM pg_trigger
            JOIN pg_class ON pg_class.oid = tgrelid
            WHERE tgname = 'keep_changes_on_insert'
            UNION ALL
            SELECT 'audit_events'
            ORDER BY 1
        LOOP
            PERFORM public.keep_whole_table(whose, kept_table, 'insert');
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TEMPORARY TABLE begun (at timestamptz) ON COMMIT DROP;
CREATE TRIGGER begin_audit AFTER INSERT ON begun
    FOR EACH STATEMENT EXECUTE FUNCTION begin_audit();
SELECT set_config('finally.command', 'audit.begin', true);
INSERT INTO begun VALUES (now());
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('finally.command', '', true);
DROP TABLE begun;
DROP FUNCTION begin_audit();
