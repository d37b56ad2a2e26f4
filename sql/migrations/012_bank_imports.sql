-- 012_bank_imports.sql
-- What a bank says, kept as it was said, and what became of each row of it.
--
-- * A row is known by its source alone: the day it was booked, its amount, and the bank's id of it or the letters
--   and digits of its text; and by how many rows alike came before it on that day. Nothing that a person edits is
--   part of that, so that no file brings a row twice.
-- * What became of a row is its decision, and the entries that refer to it: one, or several where it was split.
--   Where an entry was decided on and none is there, somebody deleted it, and it does not come back.


-- -------------------------------------------------------------------------------------------------
-- Accounts at banks
-- -------------------------------------------------------------------------------------------------

CREATE TABLE sources (
    user_id     uuid        NOT NULL,
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    source_name text        NOT NULL,
    currency    text        NOT NULL,
    account_key text,         -- its IBAN or number, in capitals and digits; null: files that name one do not fit
    asset_id    uuid,         -- whose value its balance is; null: of none
    has_ids     boolean,      -- whether the bank's ids tell its rows apart; null: no file has said
    layout      jsonb,        -- how its CSV files are read; null: it had none yet
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT source_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT source_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT source_name_is_1_to_100_characters
        CHECK (char_length(source_name) BETWEEN 1 AND 100),
    CONSTRAINT source_name_has_no_spaces_around_it
        CHECK (source_name = btrim(source_name)),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT account_key_is_capitals_and_digits
        CHECK (account_key ~ '^[A-Z0-9*]{1,64}$'),
    CONSTRAINT layout_is_an_object
        CHECK (jsonb_typeof(layout) = 'object')
);

CREATE UNIQUE INDEX source_name_taken ON sources (user_id, folded(source_name));
CREATE UNIQUE INDEX source_account_taken ON sources (user_id, account_key, currency);
CREATE UNIQUE INDEX source_asset_taken ON sources (user_id, asset_id);


-- -------------------------------------------------------------------------------------------------
-- Rules: what a row with these words becomes. The first that fits wins.
-- -------------------------------------------------------------------------------------------------

CREATE TABLE rules (
    user_id             uuid          NOT NULL,
    id                  uuid          NOT NULL DEFAULT gen_random_uuid(),
    position            integer       NOT NULL,  -- from 1; of two alike, the older one is first
    pattern             text          NOT NULL,  -- words that follow each other, or an RE2 expression
    is_regex            boolean       NOT NULL DEFAULT false,
    least_amount        numeric(24,4),           -- both without their sign, in the source's currency
    most_amount         numeric(24,4),
    direction           text,                    -- in or out; null: both
    source_id           uuid,                    -- null: of every source
    action              text          NOT NULL,
    income_category_id  uuid,
    expense_category_id uuid,
    subcategory_id      uuid,
    asset_id            uuid,                    -- into which money is put
    created_at          timestamptz   NOT NULL DEFAULT now(),
    updated_at          timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT rule_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT rule_is_of_a_source
        FOREIGN KEY (user_id, source_id) REFERENCES sources (user_id, id),
    CONSTRAINT rule_gives_an_income_category
        FOREIGN KEY (income_category_id) REFERENCES income_categories (id),
    CONSTRAINT rule_gives_an_expense_category
        FOREIGN KEY (expense_category_id) REFERENCES expense_categories (id),
    CONSTRAINT rule_subcategory_is_of_its_category
        FOREIGN KEY (expense_category_id, subcategory_id)
        REFERENCES expense_subcategories (category_id, id),
    CONSTRAINT rule_puts_money_into_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT rule_position_is_1_or_more
        CHECK (position >= 1),
    CONSTRAINT rule_pattern_is_1_to_1000_characters
        CHECK (char_length(btrim(pattern)) >= 1 AND char_length(pattern) <= 1000),
    CONSTRAINT rule_amounts_are_not_negative
        CHECK (least_amount >= 0 AND least_amount <> 'NaN' AND most_amount >= 0 AND most_amount <> 'NaN'),
    CONSTRAINT rule_amounts_are_in_order
        CHECK (least_amount <= most_amount),
    CONSTRAINT direction_is_in_or_out
        CHECK (direction IN ('in', 'out')),
    CONSTRAINT rule_action_is_known
        CHECK (action IN ('category', 'ignore', 'transfer', 'contribution')),
    CONSTRAINT rule_says_what_its_action_needs
        CHECK (
            num_nonnulls(income_category_id, expense_category_id) = (action = 'category')::integer
            AND num_nonnulls(asset_id) = (action = 'contribution')::integer
            AND (subcategory_id IS NULL OR expense_category_id IS NOT NULL)
        )
);

CREATE INDEX rules_in_order ON rules (user_id, position, id);
CREATE INDEX rules_by_source ON rules (user_id, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX rules_by_asset ON rules (user_id, asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX rules_by_income_category ON rules (income_category_id) WHERE income_category_id IS NOT NULL;
CREATE INDEX rules_by_expense_category ON rules (expense_category_id, subcategory_id)
    WHERE expense_category_id IS NOT NULL;


-- -------------------------------------------------------------------------------------------------
-- Files, and their rows
-- -------------------------------------------------------------------------------------------------

-- What a file brought of one source. Balances are in the source's currency and sense: below zero is owed.
CREATE TABLE imports (
    user_id    uuid          NOT NULL,
    id         uuid          NOT NULL DEFAULT gen_random_uuid(),
    source_id  uuid          NOT NULL,
    file_name  text          NOT NULL,   -- without its folder
    file_hash  bytea         NOT NULL,   -- the sha256 of its bytes
    format     text          NOT NULL,
    words_from uuid,                     -- tells the columns of a CSV file apart that its rows' texts are made of
    rows_read  integer       NOT NULL,   -- booked ones, known or new
    first_day  date,                     -- that it covers, as far as it says; null: it had no rows either
    last_day   date,
    opening    numeric(24,4),            -- before its first row; null: it does not say
    opening_on date,                     -- at the end of which day
    closing    numeric(24,4),            -- after its last row
    closing_on date,
    follows    boolean,                  -- whether opening and rows give closing; null: nothing to prove it by
    created_at timestamptz   NOT NULL DEFAULT clock_timestamp(),  -- two files of one command keep their order
    updated_at timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT import_is_of_a_source
        FOREIGN KEY (user_id, source_id) REFERENCES sources (user_id, id),
    CONSTRAINT import_of_source  -- what import_rows refers to
        UNIQUE (user_id, id, source_id),
    CONSTRAINT file_name_is_1_to_255_characters
        CHECK (char_length(file_name) BETWEEN 1 AND 255),
    CONSTRAINT file_hash_is_a_sha256
        CHECK (octet_length(file_hash) = 32),
    CONSTRAINT format_is_known
        CHECK (format IN ('csv', 'ofx', 'qif', 'camt', 'mt940')),
    CONSTRAINT rows_read_is_not_negative
        CHECK (rows_read >= 0),
    CONSTRAINT days_are_in_order
        CHECK (first_day <= last_day AND num_nulls(first_day, last_day) IN (0, 2)),
    CONSTRAINT opening_is_a_number_of_a_day
        CHECK (opening <> 'NaN' AND num_nulls(opening, opening_on) IN (0, 2)),
    CONSTRAINT closing_is_a_number_of_a_day
        CHECK (closing <> 'NaN' AND num_nulls(closing, closing_on) IN (0, 2))
);

CREATE INDEX imports_by_source ON imports (user_id, source_id, created_at DESC, id);


-- The bank's own words, never edited, and what became of them.
CREATE TABLE import_rows (
    user_id         uuid          NOT NULL,
    id              uuid          NOT NULL DEFAULT gen_random_uuid(),
    import_id       uuid          NOT NULL,   -- that brought it first
    source_id       uuid          NOT NULL,
    line            integer       NOT NULL,   -- of the file
    day             date          NOT NULL,   -- booked
    value_day       date,                     -- null: the same
    amount          numeric(24,4) NOT NULL,   -- in the source's currency and sense: minus is out
    text            text          NOT NULL,
    bank_id         text,
    counter_account text,                     -- whose it went to or came from
    balance         numeric(24,4),            -- after it
    category        text,                     -- as the file calls it: another program's word
    key             uuid          NOT NULL,   -- of bank_row_key
    occurrence      integer       NOT NULL,   -- among rows with that key, from 1
    decision        text          NOT NULL,   -- waits: for a person, outside the books
    decided_by      text,                     -- null: while it waits
    because         text,                     -- in words, as it was then: the rule, what it waits for
    asset_id        uuid,                     -- of a contribution: into which asset
    contributed     numeric(24,4),            -- and how much in base currency: below zero was taken out
    pair_id         uuid,                     -- of a transfer: the row of the other side, which has this one's
    created_at      timestamptz   NOT NULL DEFAULT now(),
    updated_at      timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT bank_row_is_of_an_import  -- and of the source that the import is of
        FOREIGN KEY (user_id, import_id, source_id) REFERENCES imports (user_id, id, source_id),
    CONSTRAINT bank_row_puts_money_into_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT bank_row_taken
        UNIQUE (user_id, source_id, key, occurrence),
    CONSTRAINT line_is_1_or_more
        CHECK (line >= 1),
    CONSTRAINT day_between_2000_and_2100
        CHECK (day BETWEEN '2000-01-01' AND '2100-12-31'),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT balance_is_a_number
        CHECK (balance <> 'NaN'),
    CONSTRAINT bank_text_is_at_most_2000_characters
        CHECK (char_length(text) <= 2000),
    CONSTRAINT bank_id_is_1_to_255_characters
        CHECK (char_length(bank_id) BETWEEN 1 AND 255),
    CONSTRAINT bank_category_is_1_to_255_characters
        CHECK (char_length(category) BETWEEN 1 AND 255),
    CONSTRAINT counter_account_is_capitals_and_digits
        CHECK (counter_account ~ '^[A-Z0-9*]{1,64}$'),
    CONSTRAINT because_is_at_most_2000_characters
        CHECK (char_length(because) <= 2000),
    CONSTRAINT occurrence_is_1_or_more
        CHECK (occurrence >= 1),
    CONSTRAINT decision_is_known
        CHECK (decision IN ('waits', 'category', 'ignored', 'transfer', 'contribution')),
    CONSTRAINT who_decided_is_known  -- a rule, a person, an entry that was there, an own account, the file itself
        CHECK (
            decided_by IN ('rule', 'hand', 'twin', 'account', 'file')
            AND (decision = 'waits') = (decided_by IS NULL)
        ),
    CONSTRAINT contribution_is_into_an_asset
        CHECK (
            contributed <> 'NaN'
            AND num_nonnulls(asset_id, contributed) = 2 * (decision = 'contribution')::integer
        ),
    CONSTRAINT pair_is_of_a_transfer
        CHECK (pair_id IS NULL OR decision = 'transfer'),
    CONSTRAINT pair_is_another_row
        CHECK (pair_id <> id)
);

-- Asked when the transaction ends, as of what comes of a row below. Who takes back that many rows were deleted adds
-- them 500 at a time, and the other side of one may be among the next ones.
ALTER TABLE import_rows ADD CONSTRAINT transfer_has_another_side
    FOREIGN KEY (user_id, pair_id) REFERENCES import_rows (user_id, id)
    DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX import_rows_by_day ON import_rows (user_id, source_id, day);
CREATE INDEX import_rows_by_bank_id ON import_rows (user_id, source_id, bank_id) WHERE bank_id IS NOT NULL;
CREATE INDEX import_rows_by_import ON import_rows (user_id, import_id, source_id, line);
CREATE INDEX import_rows_by_pair ON import_rows (user_id, pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX import_rows_by_asset ON import_rows (user_id, asset_id, day) WHERE asset_id IS NOT NULL;
CREATE INDEX import_rows_that_wait ON import_rows (user_id, day, id) WHERE decision = 'waits';

-- What tells a row from another one: its day, its amount, and the bank's id of it, or else the ASCII letters
-- and digits of its text in capitals, which another encoding, blanks or quotes leave as they are.
CREATE FUNCTION bank_row_key(day date, amount numeric, bank_id text, text text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN md5(
        (day - date '2000-01-01')::text || '|' || trim_scale(amount)::text || '|'
        || coalesce('#' || bank_id, upper(regexp_replace(text, '[^A-Za-z0-9]+', '', 'g') COLLATE "C"))
    )::uuid;

-- What bank rows from a day on and before another put into an asset, or paid off of a debt; below zero, took out.
CREATE FUNCTION bank_contributions(of_user uuid, of_asset uuid, since date, before date)
RETURNS TABLE (period date, amount numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        first_of_month(year_of(import_rows.day), month_of(import_rows.day)) AS period,
        import_rows.contributed AS amount
    FROM import_rows
    WHERE
        import_rows.user_id = of_user
        AND import_rows.asset_id = of_asset
        AND import_rows.day >= since
        AND import_rows.day < before;
END;

-- The months up to one that anything says what was put into an asset in: a contribution on record, or a bank row.
CREATE FUNCTION contributed_months(of_user uuid, of_asset uuid, up_to date)
RETURNS TABLE (period date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = of_user
        AND asset_inputs.asset_id = of_asset
        AND asset_inputs.contribution IS NOT NULL
        AND (asset_inputs.year, asset_inputs.month) <= (year_of(up_to), month_of(up_to))
    UNION ALL
    SELECT bank.period
    FROM bank_contributions(of_user, of_asset, '2000-01-01', (up_to + interval '1 month')::date) AS bank;
END;


-- -------------------------------------------------------------------------------------------------
-- What comes of a row, in the books
-- -------------------------------------------------------------------------------------------------

-- A statement that lets go of what it deletes elsewhere leaves the two changes in any order, and so does undo.

ALTER TABLE incoming_items ADD COLUMN import_row_id uuid;
ALTER TABLE incoming_items ADD CONSTRAINT income_is_of_a_bank_row
    FOREIGN KEY (user_id, import_row_id) REFERENCES import_rows (user_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX incoming_items_by_bank_row ON incoming_items (user_id, import_row_id)
    WHERE import_row_id IS NOT NULL;

ALTER TABLE expense_items ADD COLUMN import_row_id uuid;
ALTER TABLE expense_items ADD CONSTRAINT expense_is_of_a_bank_row
    FOREIGN KEY (user_id, import_row_id) REFERENCES import_rows (user_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX expense_items_by_bank_row ON expense_items (user_id, import_row_id)
    WHERE import_row_id IS NOT NULL;

-- What came in and what went out in the sense of an account: minus is out.
CREATE VIEW signed_entries WITH (security_invoker = true) AS
SELECT
    user_id,
    id,
    'income' AS noun,
    year,
    month,
    period,
    received_on AS day,
    amount,
    import_row_id,
    created_at
FROM incoming_items
UNION ALL
SELECT
    user_id,
    id,
    'expense' AS noun,
    year,
    month,
    period,
    spent_on AS day,
    -amount AS amount,
    import_row_id,
    created_at
FROM expense_items;

-- Whether an entry may be a bank row by its day: within five days of it, or of its month where it has none.
CREATE FUNCTION may_be_of_day(entry_day date, entry_period date, row_day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN entry_day IS NULL THEN entry_period = first_of_month(year_of(row_day), month_of(row_day))
        ELSE abs(entry_day - row_day) <= 5
    END;

-- The file whose balance a value was read from; null for what was typed.
ALTER TABLE asset_inputs ADD COLUMN import_id uuid;
ALTER TABLE asset_inputs ADD CONSTRAINT snapshot_is_of_an_import
    FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX asset_inputs_by_import ON asset_inputs (user_id, import_id)
    WHERE import_id IS NOT NULL;


-- -------------------------------------------------------------------------------------------------
-- What every table of books has
-- -------------------------------------------------------------------------------------------------

CREATE TRIGGER bank_row_is_kept BEFORE UPDATE ON import_rows
    FOR EACH ROW
    WHEN (
        OLD.user_id IS DISTINCT FROM NEW.user_id
        OR OLD.import_id IS DISTINCT FROM NEW.import_id
        OR OLD.source_id IS DISTINCT FROM NEW.source_id
        OR OLD.line IS DISTINCT FROM NEW.line
        OR OLD.day IS DISTINCT FROM NEW.day
        OR OLD.value_day IS DISTINCT FROM NEW.value_day
        OR OLD.amount IS DISTINCT FROM NEW.amount
        OR OLD.text IS DISTINCT FROM NEW.text
        OR OLD.bank_id IS DISTINCT FROM NEW.bank_id
        OR OLD.counter_account IS DISTINCT FROM NEW.counter_account
        OR OLD.balance IS DISTINCT FROM NEW.balance
        OR OLD.category IS DISTINCT FROM NEW.category
    )
    EXECUTE FUNCTION refuse('bank_row_is_kept', 'what a bank said stays as it was said');

-- The hash of a file is the first column of bytes that is kept. An image has it in one form, whatever the
-- session's setting.
ALTER FUNCTION keep_changes() SET bytea_output = 'hex';
ALTER FUNCTION keep_whole_table(uuid, text, text) SET bytea_output = 'hex';
ALTER FUNCTION undo_event(uuid, uuid) SET bytea_output = 'hex';
ALTER FUNCTION audit_differences(uuid) SET bytea_output = 'hex';


-- What 007, 009 and 011 gave the tables before: for one that is new, once its columns and indexes are there.
CREATE FUNCTION set_up_own_table(new_table text) RETURNS void
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

REVOKE EXECUTE ON FUNCTION set_up_own_table(text) FROM PUBLIC;


DO $$
DECLARE
    referring record;
    event text;
BEGIN
    FOR referring IN
        SELECT given.rule, given.categories, given.column_name
        FROM (VALUES
            ('income_category',  'income_categories',     'income_category_id'),
            ('expense_category', 'expense_categories',    'expense_category_id'),
            ('subcategory',      'expense_subcategories', 'subcategory_id')
        ) AS given (rule, categories, column_name)
    LOOP
        FOREACH event IN ARRAY '{insert, update}'::text[] LOOP
            EXECUTE format(
                'CREATE TRIGGER %I AFTER %s ON public.rules REFERENCING NEW TABLE AS changed'
                ' FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category(%L, %L)',
                referring.rule || '_is_own_or_built_in_on_' || event,
                event,
                referring.categories,
                referring.column_name
            );
        END LOOP;
    END LOOP;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT ON signed_entries TO finally_app;
    END IF;
END
$$;

SELECT set_up_own_table(own_table)
FROM unnest('{sources, rules, imports, import_rows}'::text[]) AS own_table;
