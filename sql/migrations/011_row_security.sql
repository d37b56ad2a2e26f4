-- 011_row_security.sql
-- Who sees what: one set of books at a time, and an everyday role that is not the owner.
--
-- A session says whose books it opens by setting finally.user_id; without it, no row is seen and none is
-- written. FORCE holds the owner of the tables to it too, for on a managed server the owner is no superuser
-- and may be the very role that everyday commands connect as.
--
-- Each policy is one equation with what lies open (008), for one command: what one for all of them allows, reading
-- would be allowed as well, and two that allow the same are an OR, of which the planner expects one row. A
-- function that reads a table is no simple expression: asked as (SELECT …), it is called once for a
-- statement, and without that once for a row.


-- -------------------------------------------------------------------------------------------------
-- Everybody's books
-- -------------------------------------------------------------------------------------------------

DO $$
DECLARE
    protected text;
BEGIN
    FOREACH protected IN ARRAY '{
        users, user_logins, user_shares, audit_events, audit_changes, idempotency_keys,
        asset_categories, income_categories, expense_categories, expense_subcategories, assets,
        asset_inputs, market_cap_history, fx_rates, networth_materialized, incoming_items,
        expense_items, budgets, yearly_budgets, budget_policies, recurring_items,
        recurring_postings, target_sets, category_allocation_targets, asset_targets
    }'::text[]
    LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', protected);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', protected);
    END LOOP;
END
$$;

-- What is lent may be read, and nothing more: written is where one's own books lie open.
DO $$
DECLARE
    owned text;
BEGIN
    FOREACH owned IN ARRAY '{
        assets, asset_inputs, market_cap_history, fx_rates, networth_materialized, incoming_items,
        expense_items, budgets, yearly_budgets, budget_policies, recurring_items,
        recurring_postings, target_sets, category_allocation_targets, asset_targets
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE POLICY read_where_open ON public.%I FOR SELECT'
            ' USING (user_id = (SELECT public.open_books()))',
            owned
        );
    END LOOP;

    -- What is built in is nobody's, and seen beside the open books: a list of two, where an OR would do, for
    -- the planner knows how often each of the two is there. Nobody is the nil id.
    FOREACH owned IN ARRAY '{
        asset_categories, income_categories, expense_categories, expense_subcategories
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE POLICY read_where_open ON public.%I FOR SELECT'
            ' USING (coalesce(user_id, ''00000000-0000-0000-0000-000000000000'') = ANY ('
            'ARRAY[''00000000-0000-0000-0000-000000000000'', (SELECT public.open_books())]))',
            owned
        );
    END LOOP;

    FOREACH owned IN ARRAY '{
        asset_categories, income_categories, expense_categories, expense_subcategories, assets,
        asset_inputs, market_cap_history, fx_rates, networth_materialized, incoming_items,
        expense_items, budgets, yearly_budgets, budget_policies, recurring_items,
        recurring_postings, target_sets, category_allocation_targets, asset_targets, user_shares,
        idempotency_keys
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE POLICY added_where_own ON public.%I FOR INSERT'
            ' WITH CHECK (user_id = (SELECT public.own_open_books()))',
            owned
        );
        EXECUTE format(
            'CREATE POLICY edited_where_own ON public.%I FOR UPDATE'
            ' USING (user_id = (SELECT public.own_open_books()))',
            owned
        );
        EXECUTE format(
            'CREATE POLICY deleted_where_own ON public.%I FOR DELETE'
            ' USING (user_id = (SELECT public.own_open_books()))',
            owned
        );
    END LOOP;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- What was done: no reader sees it, nor does another's commands again
-- -------------------------------------------------------------------------------------------------

CREATE POLICY read_where_own ON idempotency_keys FOR SELECT
    USING (user_id = (SELECT own_open_books()));
CREATE POLICY read_where_own ON audit_events FOR SELECT
    USING (user_id = (SELECT open_audit()));
CREATE POLICY read_where_own ON audit_changes FOR SELECT
    USING (user_id = (SELECT open_audit()));

-- The triggers write as the tables' owner, who may be held by row security, and also when nobody is
-- identified, as when a user is added. Nobody else is granted it.
CREATE POLICY written_by_trigger ON audit_changes FOR INSERT
    WITH CHECK (true);
CREATE POLICY written_by_trigger ON audit_events FOR INSERT
    WITH CHECK (true);

-- Under which seal_event, as the tables' owner, locks a chain's first event. The everyday role has no right to
-- change an event, and for everybody the audit is only added to.
CREATE POLICY locked_where_sealed ON audit_events FOR UPDATE
    USING (user_id = (SELECT open_audit()));


-- -------------------------------------------------------------------------------------------------
-- What says who may read: seen whichever books lie open
-- -------------------------------------------------------------------------------------------------

CREATE POLICY own_login_is_seen ON user_logins FOR SELECT
    USING (role_name = session_user::text);
CREATE POLICY trusted_logins_hand_them_out ON user_logins
    USING ((SELECT session_is_trusted()));

-- Whose books they are gives and takes; the reader sees that there is something to read, and may decline it.
CREATE POLICY own_shares_are_seen ON user_shares FOR SELECT
    USING (user_id = (SELECT current_user_id()));
CREATE POLICY declined_by_the_reader ON user_shares FOR DELETE
    USING (reader_id = (SELECT own_open_books()));
CREATE POLICY readers_see_what_they_read ON user_shares FOR SELECT
    USING (reader_id = (SELECT current_user_id()));
CREATE POLICY trusted_logins_see_all ON user_shares FOR SELECT
    USING ((SELECT session_is_trusted()));

-- A person sees themself and those who share with them, and edits themself. A trusted login must find
-- whose books to open, and adds users.
CREATE POLICY own_row_is_seen ON users FOR SELECT
    USING (id = (SELECT current_user_id()));
CREATE POLICY own_row_is_edited ON users FOR UPDATE
    USING (id = (SELECT own_open_books()));
CREATE POLICY owners_of_shared_books_are_seen ON users FOR SELECT
    USING (id = ANY ((SELECT shared_books())::uuid[]));
CREATE POLICY found_by_the_owners_functions ON users FOR SELECT
    USING ((SELECT acts_for_the_owner()));
CREATE POLICY trusted_logins_see_and_add_all ON users
    USING ((SELECT session_is_trusted()));


-- -------------------------------------------------------------------------------------------------
-- The everyday role, of which every person's login is a member
-- -------------------------------------------------------------------------------------------------

-- Objects in public run in other people's queries: only the owner makes them.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- A role belongs to the whole server and not to this database: another database may have made it,
-- or be making it now. Who may not make roles does without: the owner can do everyday work too.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app')
        AND (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user)
    THEN
        CREATE ROLE finally_app NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN
        NULL;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        RETURN;
    END IF;

    GRANT USAGE ON SCHEMA public TO finally_app;

    GRANT SELECT, INSERT, UPDATE, DELETE ON
        asset_categories,
        income_categories,
        expense_categories,
        expense_subcategories,
        assets,
        asset_inputs,
        market_cap_history,
        fx_rates,
        incoming_items,
        expense_items,
        budgets,
        yearly_budgets,
        budget_policies,
        recurring_items,
        recurring_postings,
        target_sets,
        category_allocation_targets,
        asset_targets,
        user_logins,
        user_shares
    TO finally_app;

    -- A user is never deleted in passing. A key is never changed: what it was answered once, it is answered always.
    GRANT SELECT, INSERT, UPDATE ON users TO finally_app;
    GRANT SELECT, INSERT ON idempotency_keys TO finally_app;

    -- Written by trigger alone.
    GRANT SELECT ON networth_materialized, audit_events, audit_changes TO finally_app;

    GRANT SELECT ON
        latest_networth,
        asset_spans,
        usable_rates,
        cash_flows,
        month_flows,
        target_spans,
        category_target_spans,
        asset_target_spans,
        asset_worth
    TO finally_app;

    GRANT EXECUTE ON FUNCTION user_of_email(text), readers_of(uuid) TO finally_app;

    -- Made by whatever runs these files; a psql that runs them by hand has none.
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        GRANT SELECT ON schema_migrations TO finally_app;
    END IF;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- The planner's statistics, which EXPLAIN shows to every login, are of ids and numbers of months alone
-- -------------------------------------------------------------------------------------------------

-- They are taken of all rows, whoever sees which. How many rows a plan expects for description >= 'm' is
-- worked out from them for whoever asks, and a description can be read from that letter by letter.
-- A column that nobody takes statistics of tells nothing; under row security the plans of ours need none but
-- those of what is compared with a column of an index: ids, year and month. An index of an expression has
-- statistics of its own.
DO $$
DECLARE
    unmeasured record;
BEGIN
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
          AND tables.relrowsecurity
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
