-- 018_closed_months.sql
-- Months that are closed: nothing in them changes any more, and a seal says what they were.
--
-- Closed months are all up to one: what is before the newest sealed month is closed as well, whether it holds
-- anything or not. A seal covers the months after the seal before it, up to its own; the first covers all before.
-- It is written, and marked as reopened, by the two functions below alone.


-- -------------------------------------------------------------------------------------------------
-- Seals
-- -------------------------------------------------------------------------------------------------

CREATE TABLE month_seals (
    user_id       uuid        NOT NULL,
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    sequence      integer     NOT NULL,
    year          integer     NOT NULL,
    month         integer     NOT NULL,
    period        date        NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    contents      jsonb       NOT NULL,  -- by table: how many rows, their hash, and the columns it was made of
    facts         jsonb       NOT NULL,
    rows_hash     bytea       NOT NULL,
    previous_hash bytea,                 -- null in the first
    hash          bytea       NOT NULL,
    closed_at     timestamptz NOT NULL,
    closed_by     text        NOT NULL,
    reopened_at   timestamptz,           -- these four: null while it holds
    reopened_by   text,
    reason        text,
    reopened_hash bytea,

    PRIMARY KEY (user_id, id),
    CONSTRAINT seal_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT seal_sequence_taken
        UNIQUE (user_id, sequence),
    CONSTRAINT seal_sequence_is_1_or_more
        CHECK (sequence >= 1),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT contents_are_an_object
        CHECK (jsonb_typeof(contents) = 'object'),
    CONSTRAINT facts_are_an_object
        CHECK (jsonb_typeof(facts) = 'object'),
    CONSTRAINT reason_is_1_to_2000_characters
        CHECK (char_length(btrim(reason)) >= 1 AND char_length(reason) <= 2000),
    CONSTRAINT seal_is_reopened_as_a_whole
        CHECK (num_nulls(reopened_at, reopened_by, reason, reopened_hash) IN (0, 4))
);

-- The seals that hold, one a month. The newest is found read backwards.
CREATE UNIQUE INDEX month_closed_once ON month_seals (user_id, year, month) WHERE reopened_at IS NULL;


-- The last month that is closed, with all before it; null while none is.
CREATE FUNCTION closed_through(user_id uuid) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT month_seals.period
        FROM month_seals
        WHERE month_seals.user_id = closed_through.user_id AND month_seals.reopened_at IS NULL
        ORDER BY month_seals.year DESC, month_seals.month DESC
        LIMIT 1
    );


-- -------------------------------------------------------------------------------------------------
-- No change to a closed month, whoever writes
-- -------------------------------------------------------------------------------------------------

-- The refusal has a state of its own. What it says is shown as it is.
CREATE FUNCTION refuse_closed_month(whose uuid, touched date, what text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'
AS $$
DECLARE
    closed_on text;
BEGIN
    SELECT to_char(closed_at, 'YYYY-MM-DD')
    INTO closed_on
    FROM public.month_seals
    WHERE user_id = whose AND reopened_at IS NULL AND period >= touched
    ORDER BY year, month
    LIMIT 1;
    RAISE EXCEPTION USING
        ERRCODE = 'MC001',
        MESSAGE = format(
            '%s is closed, since %s%s', to_char(touched, 'YYYY-MM'), closed_on, coalesce('; ' || what, '')
        ),
        DETAIL = to_char(touched, 'YYYY-MM'),
        HINT = format('To change it: finally close reopen %s --reason TEXT', to_char(touched, 'YYYY-MM'));
END
$$;

-- Refuses a statement that changes a row of a closed month, as it was or as it is. Arguments: the table, and what
-- says which month a row is of: `month`, its year and month; `year`, of which December is the last; `contribution`,
-- the day of a bank row that put money into an asset, and of no other.
--
-- * A statement costs one look, however many rows it writes: of each user the first month that it touches decides.
-- * The lock of the user's row is shared by all who write, as a key to it is, and taken alone by whoever closes a
--   month: what is not committed yet is waited for, and who waits here sees the seal afterwards. Who reads one state
--   of the books throughout would not see it, and asks for more: then the server says that the row has changed. No
--   other login can take that lock.
-- * SECURITY DEFINER: to lock a row takes a right that a writer need not have.
-- * Its name puts it before the audit and what else follows a change: what is refused costs no more.
CREATE FUNCTION keep_closed_months() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    owners uuid[];
    months date[];
    through date;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        SELECT array_agg(id), array_agg(date '2000-01-01') INTO owners, months FROM public.users;
    ELSIF TG_ARGV[1] = 'month' AND TG_OP = 'INSERT' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (SELECT user_id, min(period) AS first FROM added GROUP BY user_id) AS touched;
    ELSIF TG_ARGV[1] = 'month' AND TG_OP = 'DELETE' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (SELECT user_id, min(period) AS first FROM removed GROUP BY user_id) AS touched;
    ELSIF TG_ARGV[1] = 'month' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (
            SELECT user_id, min(period) AS first
            FROM (
                SELECT user_id, period FROM removed
                UNION ALL
                SELECT user_id, period FROM added
            ) AS images
            GROUP BY user_id
        ) AS touched;
    ELSE
        -- A bank row that is the same in what counts is there twice, as it was and as it is.
        EXECUTE format(
            CASE TG_ARGV[1]
                WHEN 'year' THEN
                    'SELECT array_agg(user_id), array_agg(first) FROM ('
                    ' SELECT user_id, min(make_date(year, 12, 1)) AS first FROM (%s) AS images GROUP BY user_id'
                    ') AS touched'
                ELSE
                    'SELECT array_agg(user_id), array_agg(first) FROM ('
                    ' SELECT user_id, min(date_trunc(''month'', day)::date) AS first FROM ('
                    '  SELECT user_id, day FROM (%s) AS images WHERE decision = ''contribution'''
                    '  GROUP BY user_id, id, day, asset_id, contributed HAVING count(*) = 1'
                    ' ) AS changed GROUP BY user_id'
                    ') AS touched'
            END,
            CASE TG_OP
                WHEN 'INSERT' THEN 'TABLE added'
                WHEN 'DELETE' THEN 'TABLE removed'
                ELSE 'TABLE removed UNION ALL TABLE added'
            END
        )
        INTO owners, months;
    END IF;

    FOR place IN 1 .. coalesce(cardinality(owners), 0) LOOP
        PERFORM set_config('finally.user_id', owners[place]::text, true);  -- the owner may be held by row security
        IF current_setting('transaction_isolation') = 'read committed' THEN
            PERFORM FROM public.users WHERE id = owners[place] FOR KEY SHARE;
        ELSE
            PERFORM FROM public.users WHERE id = owners[place] FOR SHARE;
        END IF;
        through := public.closed_through(owners[place]);
        IF TG_OP = 'TRUNCATE' AND through IS NOT NULL THEN
            PERFORM public.refuse_closed_month(owners[place], through, NULL);
        ELSIF months[place] <= through THEN
            PERFORM public.refuse_closed_month(owners[place], months[place], NULL);
        END IF;
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;

-- In which currency net worth is sealed. Whoever changes the row has its lock.
CREATE FUNCTION keep_closed_currency() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    through date;
BEGIN
    through := public.closed_through(OLD.id);
    IF through IS NOT NULL THEN
        PERFORM public.refuse_closed_month(OLD.id, through, format('its figures are in %s', OLD.base_currency));
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER closed_currency_is_kept BEFORE UPDATE OF base_currency ON users
    FOR EACH ROW WHEN (OLD.base_currency IS DISTINCT FROM NEW.base_currency)
    EXECUTE FUNCTION keep_closed_currency();


-- Has a table's closed months held. `measure` as keep_closed_months has it.
CREATE FUNCTION hold_closed_months(held_table text, measure text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format(
        $triggers$
        CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.%1$I
            REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.%1$I
            REFERENCING OLD TABLE AS removed NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.%1$I
            REFERENCING OLD TABLE AS removed
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L)
        $triggers$,
        held_table,
        measure
    );
END
$$;

-- networth_materialized follows from asset_inputs, and month_seals is what says that months are closed.
SELECT hold_closed_months(held.table_name, held.measure)
FROM (VALUES
    ('asset_inputs', 'month'),
    ('market_cap_history', 'month'),
    ('fx_rates', 'month'),
    ('incoming_items', 'month'),
    ('expense_items', 'month'),
    ('budgets', 'month'),
    ('yearly_budgets', 'year'),
    ('recurring_postings', 'month'),
    ('target_sets', 'month'),
    ('category_allocation_targets', 'month'),
    ('asset_targets', 'month'),
    ('import_rows', 'contribution')
) AS held (table_name, measure);


-- -------------------------------------------------------------------------------------------------
-- What a seal says
-- -------------------------------------------------------------------------------------------------

-- What each table that is held has of the months after one, up to another: how many rows, and their hash, of the
-- columns that a seal names, or of all where it names none. So a seal says the same after columns were added.
-- An image is that of the audit. Bank rows are looked for by the assets that they put money into;
-- a single month, as one month: of that the planner knows how much there is.
CREATE FUNCTION month_contents(whose uuid, after_month date, last_month date, sealed jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    STABLE
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'
    SET bytea_output = 'hex'
AS $$
DECLARE
    first date := coalesce((after_month + interval '1 month')::date, '2000-01-01');
    next date := (last_month + interval '1 month')::date;
    held record;
    every text[];
    kept text[];
    counted bigint;
    hashed bytea;
    result jsonb := '{}';
BEGIN
    FOR held IN
        SELECT
            pg_class.oid,
            pg_class.relname::text AS name,
            split_part(encode(pg_trigger.tgargs, 'escape'), '\000', 2) AS measure
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
        WHERE pg_trigger.tgfoid = 'public.keep_closed_months'::regproc
          AND pg_trigger.tgname = 'closed_months_are_kept_on_insert'
          AND (sealed IS NULL OR sealed ? pg_class.relname::text)
        ORDER BY pg_class.relname
    LOOP
        SELECT
            array_agg(attname::text ORDER BY attnum),
            array_agg(attname::text ORDER BY attnum) FILTER (
                WHERE CASE held.measure
                    WHEN 'contribution' THEN attname IN ('id', 'day', 'asset_id', 'contributed')
                    ELSE attgenerated = '' AND attname <> 'updated_at'
                END
            )
        INTO every, kept
        FROM pg_attribute
        WHERE attrelid = held.oid AND attnum > 0 AND NOT attisdropped;
        IF sealed -> held.name ? 'columns' THEN
            kept := ARRAY(SELECT jsonb_array_elements_text(sealed -> held.name -> 'columns'));
        END IF;
        EXECUTE format(
            $read$
            SELECT
                count(*),
                sha256(coalesce(string_agg(sha256(convert_to(image::text, 'UTF8')), ''::bytea ORDER BY id), ''))
            FROM (
                SELECT live.id, to_jsonb(live) - $1 AS image
                FROM %1$s
            ) AS images
            $read$,
            format(
                CASE
                    WHEN held.measure = 'month' AND first = last_month THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year = %1$s AND live.month = %2$s'
                    WHEN held.measure = 'month' THEN
                        'public.%7$I AS live WHERE live.user_id = $2'
                        ' AND (live.year, live.month) >= (%1$s, %2$s) AND (live.year, live.month) < (%3$s, %4$s)'
                    WHEN held.measure = 'year' THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year >= %1$s AND live.year < %3$s'
                    ELSE
                        'public.assets CROSS JOIN LATERAL ('
                        ' SELECT found.* FROM public.%7$I AS found'
                        ' WHERE found.user_id = $2 AND found.asset_id = assets.id'
                        ' AND found.day >= %5$L::date AND found.day < %6$L::date OFFSET 0'
                        ') AS live WHERE assets.user_id = $2'
                END,
                extract(YEAR FROM first),
                extract(MONTH FROM first),
                extract(YEAR FROM next),
                extract(MONTH FROM next),
                first,
                next,
                held.name
            )
        )
        INTO counted, hashed
        USING ARRAY(SELECT name FROM unnest(every) AS name WHERE name <> ALL (kept)), whose;
        result := result || jsonb_build_object(
            held.name,
            jsonb_build_object('rows', counted, 'hash', encode(hashed, 'hex'))
            || CASE WHEN counted > 0 THEN jsonb_build_object('columns', kept) ELSE '{}'::jsonb END
        );
    END LOOP;
    RETURN result;
END
$$;

-- What was known of a month: how many values it has, which of them were carried forward and which are missing, by
-- name; and what came of it. Null where it has no values or no entries.
CREATE FUNCTION month_facts(of_user uuid, of_month date) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'values',
        (
            SELECT count(*)
            FROM asset_inputs
            WHERE
                asset_inputs.user_id = of_user
                AND asset_inputs.year = year_of(of_month)
                AND asset_inputs.month = month_of(of_month)
        ),
        'carried',
        (
            SELECT coalesce(jsonb_agg(assets.asset_name ORDER BY folded(assets.asset_name), assets.id), '[]')
            FROM asset_inputs
            JOIN assets ON assets.user_id = of_user AND assets.id = asset_inputs.asset_id
            WHERE
                asset_inputs.user_id = of_user
                AND asset_inputs.year = year_of(of_month)
                AND asset_inputs.month = month_of(of_month)
                AND asset_inputs.carried
        ),
        'missing',
        (
            SELECT coalesce(jsonb_agg(assets.asset_name ORDER BY folded(assets.asset_name), assets.id), '[]')
            FROM missing_assets(of_user, of_month) AS absent
            JOIN assets ON assets.user_id = of_user AND assets.id = absent.asset_id
        ),
        'net_worth',
        (
            SELECT kept.net_worth
            FROM networth_materialized AS kept
            WHERE
                kept.user_id = of_user
                AND kept.year = year_of(of_month)
                AND kept.month = month_of(of_month)
        ),
        'income',
        (
            SELECT sum(incoming_items.amount)
            FROM incoming_items
            WHERE
                incoming_items.user_id = of_user
                AND incoming_items.year = year_of(of_month)
                AND incoming_items.month = month_of(of_month)
        ),
        'expenses',
        (
            SELECT sum(expense_items.amount)
            FROM expense_items
            WHERE
                expense_items.user_id = of_user
                AND expense_items.year = year_of(of_month)
                AND expense_items.month = month_of(of_month)
        )
    );
END;

-- What a seal is known by: all that it says, and the seal before it.
CREATE FUNCTION seal_hash(
    previous_hash bytea,
    user_id uuid,
    id uuid,
    sequence integer,
    month date,
    contents jsonb,
    facts jsonb,
    rows_hash bytea,
    closed_at timestamptz,
    closed_by text
) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(
        coalesce(previous_hash, '')
        || convert_to(
            jsonb_build_array(
                user_id,
                id,
                sequence,
                month,
                contents,
                facts,
                trunc(extract(EPOCH FROM closed_at) * 1000000),
                closed_by
            )::text,
            'UTF8'
        )
        || rows_hash
    );

-- What is known of its reopening.
CREATE FUNCTION reopening_hash(hash bytea, reopened_at timestamptz, reopened_by text, reason text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(
        hash
        || convert_to(
            jsonb_build_array(trunc(extract(EPOCH FROM reopened_at) * 1000000), reopened_by, reason)::text,
            'UTF8'
        )
    );


-- -------------------------------------------------------------------------------------------------
-- How a month is closed, and opened again
-- -------------------------------------------------------------------------------------------------

-- Waits until nobody writes in somebody's books, and lets nobody begin until the transaction ends: with a new version
-- of the row, so that whoever reads one state of the books throughout must try again. Who does so here would
-- not see what it has waited for.
CREATE FUNCTION hold_books(whose uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF whose IS DISTINCT FROM public.own_open_books() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'a month is closed and reopened by whoever keeps the books';
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_transaction_state',
            MESSAGE = 'a month is closed and reopened in a transaction that is READ COMMITTED';
    END IF;
    PERFORM FROM public.users WHERE id = whose FOR UPDATE;
    UPDATE public.users SET updated_at = now() WHERE id = whose;
END
$$;

-- Closes all months up to one: its seal covers those after the one before. False where it is closed already.
-- SECURITY DEFINER: nobody else may write a seal. `findings` is added to what the seal says was known.
CREATE FUNCTION close_month(whose uuid, closing date, findings jsonb) RETURNS boolean
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    through date;
    last_seal record;
    new_id uuid := gen_random_uuid();
    new_contents jsonb;
    new_facts jsonb;
    new_rows_hash bytea;
    now_closed timestamptz;
BEGIN
    PERFORM public.hold_books(whose);
    closing := date_trunc('month', closing)::date;
    through := public.closed_through(whose);
    IF closing <= through THEN
        RETURN false;
    END IF;
    SELECT sequence, hash INTO last_seal
    FROM public.month_seals
    WHERE user_id = whose
    ORDER BY sequence DESC
    LIMIT 1;
    new_contents := public.month_contents(whose, through, closing, NULL);
    new_facts := coalesce(findings, '{}'::jsonb) || public.month_facts(whose, closing);
    new_rows_hash := sha256(convert_to(new_contents::text, 'UTF8'));
    now_closed := clock_timestamp();
    INSERT INTO public.month_seals (
        user_id, id, sequence, year, month, contents, facts, rows_hash, previous_hash, hash, closed_at, closed_by
    )
    VALUES (
        whose,
        new_id,
        coalesce(last_seal.sequence, 0) + 1,
        extract(YEAR FROM closing),
        extract(MONTH FROM closing),
        new_contents,
        new_facts,
        new_rows_hash,
        last_seal.hash,
        public.seal_hash(
            last_seal.hash, whose, new_id, coalesce(last_seal.sequence, 0) + 1, closing, new_contents, new_facts,
            new_rows_hash, now_closed, session_user::text
        ),
        now_closed,
        session_user::text
    );
    RETURN true;
END
$$;

-- Opens a month again, and all after it. What is left closed is what a seal of a month before it says.
CREATE FUNCTION reopen_months(whose uuid, reopening date, because text) RETURNS SETOF date
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    now_reopened timestamptz;
BEGIN
    PERFORM public.hold_books(whose);
    now_reopened := clock_timestamp();
    RETURN QUERY
    WITH reopened AS (
        UPDATE public.month_seals AS seals
        SET
            reopened_at = now_reopened,
            reopened_by = session_user::text,
            reason = because,
            reopened_hash = public.reopening_hash(seals.hash, now_reopened, session_user::text, because)
        WHERE
            seals.user_id = whose
            AND seals.reopened_at IS NULL
            AND seals.period >= date_trunc('month', reopening)::date
        RETURNING seals.period
    )
    SELECT reopened.period
    FROM reopened
    ORDER BY reopened.period;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- What every table of books has
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON month_seals
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('month_seals', 'user_id');
CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON month_seals
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('month_seals', 'user_id');
CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON month_seals
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_changes('month_seals', 'user_id');
CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON month_seals
    FOR EACH STATEMENT EXECUTE FUNCTION keep_truncated('month_seals', 'user_id');

-- A seal is kept, and reopened once: that is all that is ever changed of it.
CREATE TRIGGER seal_is_kept BEFORE UPDATE ON month_seals
    FOR EACH ROW
    WHEN (
        OLD.reopened_at IS NOT NULL
        OR OLD.user_id IS DISTINCT FROM NEW.user_id
        OR OLD.id IS DISTINCT FROM NEW.id
        OR OLD.sequence IS DISTINCT FROM NEW.sequence
        OR OLD.year IS DISTINCT FROM NEW.year
        OR OLD.month IS DISTINCT FROM NEW.month
        OR OLD.contents IS DISTINCT FROM NEW.contents
        OR OLD.facts IS DISTINCT FROM NEW.facts
        OR OLD.rows_hash IS DISTINCT FROM NEW.rows_hash
        OR OLD.previous_hash IS DISTINCT FROM NEW.previous_hash
        OR OLD.hash IS DISTINCT FROM NEW.hash
        OR OLD.closed_at IS DISTINCT FROM NEW.closed_at
        OR OLD.closed_by IS DISTINCT FROM NEW.closed_by
    )
    EXECUTE FUNCTION refuse('seal_is_kept', 'the seal of a closed month stays as it is');
CREATE TRIGGER seal_is_not_deleted BEFORE DELETE ON month_seals
    FOR EACH ROW EXECUTE FUNCTION refuse('seal_is_kept', 'the seal of a closed month stays as it is');
CREATE TRIGGER seal_is_not_truncated BEFORE TRUNCATE ON month_seals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse('seal_is_kept', 'the seal of a closed month stays as it is');

ALTER TABLE month_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE month_seals FORCE ROW LEVEL SECURITY;
CREATE POLICY read_where_open ON month_seals FOR SELECT
    USING (user_id = (SELECT open_books()));
-- The two functions write as the tables' owner, who may be held by row security. Nobody else is granted it.
CREATE POLICY added_where_own ON month_seals FOR INSERT
    WITH CHECK (user_id = (SELECT own_open_books()));
CREATE POLICY edited_where_own ON month_seals FOR UPDATE
    USING (user_id = (SELECT own_open_books()));

DO $$
DECLARE
    unmeasured text;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT ON month_seals TO finally_app;
        GRANT EXECUTE ON FUNCTION close_month(uuid, date, jsonb), reopen_months(uuid, date, text) TO finally_app;
    END IF;
    -- Statistics, which EXPLAIN shows to everybody, are of ids and numbers alone.
    FOR unmeasured IN
        SELECT quote_ident(attname)
        FROM pg_attribute
        WHERE attrelid = 'public.month_seals'::regclass
          AND attnum > 0
          AND NOT attisdropped
          AND atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)
        ORDER BY attnum
    LOOP
        EXECUTE format('ALTER TABLE public.month_seals ALTER COLUMN %s SET STATISTICS 0', unmeasured);
    END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION
    keep_closed_months(),
    keep_closed_currency(),
    refuse_closed_month(uuid, date, text),
    hold_closed_months(text, text),
    hold_books(uuid),
    close_month(uuid, date, jsonb),
    reopen_months(uuid, date, text)
FROM PUBLIC;


-- What is held is found by its month. What bank rows put into assets is looked for by asset, as reports look for it.
CREATE INDEX market_cap_history_by_month ON market_cap_history (user_id, year, month);
CREATE INDEX recurring_postings_by_month ON recurring_postings (user_id, year, month);


-- As 012 has it; and the closed months of a table with year and month are held.
CREATE OR REPLACE FUNCTION set_up_own_table(new_table text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    unmeasured record;
BEGIN
    EXECUTE format(
        $table$
        CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.%1$I
            FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

        CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.%1$I
            REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.%1$I
            REFERENCING OLD TABLE AS removed NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.%1$I
            REFERENCING OLD TABLE AS removed
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated(%1$L, 'user_id');

        ALTER TABLE public.%1$I ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.%1$I FORCE ROW LEVEL SECURITY;
        CREATE POLICY read_where_open ON public.%1$I FOR SELECT
            USING (user_id = (SELECT public.open_books()));
        CREATE POLICY added_where_own ON public.%1$I FOR INSERT
            WITH CHECK (user_id = (SELECT public.own_open_books()));
        CREATE POLICY edited_where_own ON public.%1$I FOR UPDATE
            USING (user_id = (SELECT public.own_open_books()));
        CREATE POLICY deleted_where_own ON public.%1$I FOR DELETE
            USING (user_id = (SELECT public.own_open_books()))
        $table$,
        new_table
    );

    IF (
        SELECT count(*) = 2
        FROM pg_attribute
        WHERE attrelid = to_regclass('public.' || quote_ident(new_table)) AND attname IN ('year', 'month')
    ) THEN
        PERFORM public.hold_closed_months(new_table, 'month');
    END IF;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO finally_app', new_table);
    END IF;

    -- Statistics, which EXPLAIN shows to everybody, are of ids and numbers alone.
    FOR unmeasured IN
        SELECT
            CASE pg_class.relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END AS kind,
            pg_class.relname AS name,
            CASE pg_class.relkind
                WHEN 'i' THEN pg_attribute.attnum::text
                ELSE quote_ident(pg_attribute.attname)
            END AS place
        FROM pg_class
        JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
        LEFT JOIN pg_index ON pg_index.indexrelid = pg_class.oid
        JOIN pg_class AS tables ON tables.oid = coalesce(pg_index.indrelid, pg_class.oid)
        WHERE tables.relnamespace = 'public'::regnamespace
          AND tables.relname = new_table
          AND pg_class.relkind IN ('r', 'i')
          AND (pg_class.relkind = 'r' OR pg_index.indkey[pg_attribute.attnum - 1] = 0)
          AND pg_attribute.attnum > 0
          AND NOT pg_attribute.attisdropped
          AND pg_attribute.atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)
        ORDER BY kind, name, pg_attribute.attnum
    LOOP
        EXECUTE format(
            'ALTER %s public.%I ALTER COLUMN %s SET STATISTICS 0',
            unmeasured.kind, unmeasured.name, unmeasured.place
        );
    END LOOP;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- What each is
-- -------------------------------------------------------------------------------------------------

COMMENT ON TABLE month_seals IS 'What closed months were when they were closed; all months up to the newest that holds are closed.';
COMMENT ON COLUMN month_seals.user_id IS 'Whose row it is.';
COMMENT ON COLUMN month_seals.id IS 'What the row is known by, together with user_id.';
COMMENT ON COLUMN month_seals.sequence IS 'Its place among the user''s seals, from 1 without gaps.';
COMMENT ON COLUMN month_seals.year IS 'The year of the month that was closed.';
COMMENT ON COLUMN month_seals.month IS 'The month that was closed, 1 to 12.';
COMMENT ON COLUMN month_seals.period IS 'The first day of the month that was closed.';
COMMENT ON COLUMN month_seals.contents IS
    'By table, how many rows it had of the month and of those since the seal before, their hash and its columns.';
COMMENT ON COLUMN month_seals.facts IS
    'What was known of the month: values, those carried and missing by name, net worth, income, expenses, findings.';
COMMENT ON COLUMN month_seals.rows_hash IS 'The sha256 of contents.';
COMMENT ON COLUMN month_seals.previous_hash IS 'The hash of the seal before it; null in the first.';
COMMENT ON COLUMN month_seals.hash IS 'The sha256 of all that it says and of the seal before it.';
COMMENT ON COLUMN month_seals.closed_at IS 'When it was closed.';
COMMENT ON COLUMN month_seals.closed_by IS 'The login that closed it.';
COMMENT ON COLUMN month_seals.reopened_at IS 'When it was opened again; null while it is closed.';
COMMENT ON COLUMN month_seals.reopened_by IS 'The login that opened it again; null while it is closed.';
COMMENT ON COLUMN month_seals.reason IS 'Why it was opened again; null while it is closed.';
COMMENT ON COLUMN month_seals.reopened_hash IS
    'The sha256 of its hash and of what is known of its reopening; null while it is closed.';

COMMENT ON FUNCTION closed_through(uuid) IS
    'The first day of the last month of a user that is closed, with all before it; null while none is.';
COMMENT ON FUNCTION month_contents(uuid, date, date, jsonb) IS
    'What each table has of the months after one, up to another: how many rows, and their hash.';
COMMENT ON FUNCTION month_facts(uuid, date) IS
    'What is known of a month: values, those carried and missing by name, net worth, income and expenses.';
COMMENT ON FUNCTION seal_hash(bytea, uuid, uuid, integer, date, jsonb, jsonb, bytea, timestamptz, text) IS
    'What the seal of a closed month is known by.';
COMMENT ON FUNCTION reopening_hash(bytea, timestamptz, text, text) IS
    'What is known of the reopening of a closed month.';
COMMENT ON FUNCTION close_month(uuid, date, jsonb) IS
    'Closes all months of the open books up to one; false where it is closed already.';
COMMENT ON FUNCTION reopen_months(uuid, date, text) IS
    'Opens a month of the open books again, and all after it, for a reason; the months whose seals no longer hold.';
