-- 004_row_security.sql
-- Who sees what: one user's rows for one user, and an everyday role that is not the owner.
--
-- A session says who it works for by setting finally.user_id; without it, no row is seen and none
-- is written. FORCE holds the owner of the tables to it too, for on a managed server the owner is
-- no superuser and may be the very role that everyday commands connect as.


-- Set for one transaction only, the setting is '' and not null afterwards: hence nullif.
-- Its body is bound when it is created, so it needs no search_path, and the planner can inline it.
CREATE FUNCTION current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('finally.user_id', true), '')::uuid;


-- -------------------------------------------------------------------------------------------------
-- User-owned tables: one policy each
-- -------------------------------------------------------------------------------------------------

ALTER TABLE assets ENABLE ROW LEVEL SECURITY;
ALTER TABLE assets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON assets
    USING (user_id = current_user_id());

ALTER TABLE asset_inputs ENABLE ROW LEVEL SECURITY;
ALTER TABLE asset_inputs FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON asset_inputs
    USING (user_id = current_user_id());

ALTER TABLE market_cap_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE market_cap_history FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON market_cap_history
    USING (user_id = current_user_id());

ALTER TABLE fx_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE fx_rates FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON fx_rates
    USING (user_id = current_user_id());

ALTER TABLE networth_materialized ENABLE ROW LEVEL SECURITY;
ALTER TABLE networth_materialized FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON networth_materialized
    USING (user_id = current_user_id());

ALTER TABLE incoming_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE incoming_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON incoming_items
    USING (user_id = current_user_id());

ALTER TABLE expense_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE expense_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON expense_items
    USING (user_id = current_user_id());

ALTER TABLE budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE budgets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON budgets
    USING (user_id = current_user_id());

ALTER TABLE category_allocation_targets ENABLE ROW LEVEL SECURITY;
ALTER TABLE category_allocation_targets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON category_allocation_targets
    USING (user_id = current_user_id());

ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON audit_events
    USING (user_id = current_user_id());


-- -------------------------------------------------------------------------------------------------
-- Categories: the built-in ones are seen by all and written by nobody. That takes two policies:
-- were they one, an UPDATE could see a built-in row and make it its own.
-- -------------------------------------------------------------------------------------------------

ALTER TABLE asset_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE asset_categories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON asset_categories
    USING (user_id = current_user_id());
CREATE POLICY built_in_rows_are_seen_by_all ON asset_categories FOR SELECT
    USING (user_id IS NULL);

ALTER TABLE income_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE income_categories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON income_categories
    USING (user_id = current_user_id());
CREATE POLICY built_in_rows_are_seen_by_all ON income_categories FOR SELECT
    USING (user_id IS NULL);

ALTER TABLE expense_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE expense_categories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON expense_categories
    USING (user_id = current_user_id());
CREATE POLICY built_in_rows_are_seen_by_all ON expense_categories FOR SELECT
    USING (user_id IS NULL);

ALTER TABLE expense_subcategories ENABLE ROW LEVEL SECURITY;
ALTER TABLE expense_subcategories FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows_only ON expense_subcategories
    USING (user_id = current_user_id());
CREATE POLICY built_in_rows_are_seen_by_all ON expense_subcategories FOR SELECT
    USING (user_id IS NULL);


-- -------------------------------------------------------------------------------------------------
-- The everyday role
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
        category_allocation_targets
    TO finally_app;

    -- A user is never deleted in passing; what was done is not undone by editing the record of it.
    GRANT SELECT, INSERT, UPDATE ON users TO finally_app;
    GRANT SELECT, INSERT ON audit_events TO finally_app;

    -- Written by trigger alone.
    GRANT SELECT ON networth_materialized, latest_networth TO finally_app;

    -- Made by whatever runs these files; a psql that runs them by hand has none.
    IF to_regclass('public.schema_migrations') IS NOT NULL THEN
        GRANT SELECT ON schema_migrations TO finally_app;
    END IF;
END
$$;
