"""Damage to be planted in the household of sample.sql, and what has to be said of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Damage:
    """What is done to a database, and the one finding that follows.

    `said` is the finding in full. `mended` says what the remedy is where it is SQL, to be run.
    """

    name: str
    done: str
    check: str
    said: str
    severity: str = "error"
    mended: str | None = None
    deep: bool = False

    def __str__(self) -> str:
        return self.name


ANN = "(SELECT id FROM users WHERE email = 'ann@example.org')"
BOB = "(SELECT id FROM users WHERE email = 'bob@example.org')"

SUMMED_ANEW = "BEGIN; SET LOCAL finally.user_id = "  # how that remedy begins; ids differ


def unkept(statement: str) -> str:
    """A statement that no trigger and no foreign key sees."""
    return (
        f"SET LOCAL session_replication_role = replica; {statement};"
        " SET LOCAL session_replication_role = origin"
    )


DAMAGES = [
    Damage(
        "a constraint dropped",
        "ALTER TABLE budgets DROP CONSTRAINT month_between_1_and_12",
        "constraints",
        "constraint month_between_1_and_12 of table budgets is missing",
        mended="ALTER TABLE budgets ADD CONSTRAINT month_between_1_and_12"
        " CHECK (((month >= 1) AND (month <= 12)));",
    ),
    Damage(
        "a constraint altered",
        "ALTER TABLE budgets DROP CONSTRAINT month_between_1_and_12,"
        " ADD CONSTRAINT month_between_1_and_12 CHECK (month BETWEEN 1 AND 13)",
        "constraints",
        "constraint month_between_1_and_12 of table budgets is not as this version makes it,"
        " but: CHECK (((month >= 1) AND (month <= 13)))",
        mended="ALTER TABLE budgets DROP CONSTRAINT month_between_1_and_12, ADD CONSTRAINT"
        " month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12)));",
    ),
    Damage(
        "a constraint not validated",
        "ALTER TABLE budgets DROP CONSTRAINT month_between_1_and_12,"
        " ADD CONSTRAINT month_between_1_and_12 CHECK (month BETWEEN 1 AND 12) NOT VALID",
        "constraints",
        "constraint month_between_1_and_12 of table budgets is not validated,"
        " and should be in force",
        mended="ALTER TABLE budgets VALIDATE CONSTRAINT month_between_1_and_12;",
    ),
    Damage(
        "a constraint added",
        "ALTER TABLE budgets ADD CONSTRAINT no_odd_months CHECK (month > 0)",
        "constraints",
        "constraint no_odd_months of table budgets is not part of the schema",
        severity="warning",
        mended="ALTER TABLE budgets DROP CONSTRAINT no_odd_months;",
    ),
    Damage(
        "a foreign key switched off",
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT tgname FROM pg_trigger JOIN"
        " pg_constraint ON pg_constraint.oid = tgconstraint AND tgrelid = conrelid"
        " WHERE conname = 'fx_rate_belongs_to_a_user'"
        " LOOP EXECUTE format('ALTER TABLE fx_rates DISABLE TRIGGER %I', name); END LOOP; END $$",
        "constraints",
        "constraint fx_rate_belongs_to_a_user of table fx_rates is disabled,"
        " and should be in force",
        mended="ALTER TABLE fx_rates ENABLE TRIGGER ALL;"
        " ALTER TABLE public.users ENABLE TRIGGER ALL;",
    ),
    Damage(
        "the index of a constraint invalid",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'login_taken'::regclass",
        "constraints",
        "constraint login_taken of table user_logins is invalid, and should be in force",
        mended="REINDEX INDEX login_taken;",
    ),
    Damage(
        "a column of another type",
        "ALTER TABLE idempotency_keys ALTER COLUMN command TYPE varchar(10)",
        "columns",
        "column command of table idempotency_keys is character varying(10) NOT NULL,"
        " and should be text NOT NULL",
        mended="ALTER TABLE idempotency_keys ALTER COLUMN command TYPE text;",
    ),
    Damage(
        "a column that statistics are taken of",
        "ALTER TABLE expense_items ALTER COLUMN description SET STATISTICS 100",
        "columns",
        "column description of table expense_items has statistics, from which EXPLAIN tells others"
        " what is in it",
        mended="ALTER TABLE expense_items ALTER COLUMN description SET STATISTICS 0;",
    ),
    Damage(
        "a column that may be null",
        "ALTER TABLE fx_rates ALTER COLUMN rate DROP NOT NULL",
        "columns",
        "column rate of table fx_rates is numeric(24,12), and should be numeric(24,12) NOT NULL",
        mended="ALTER TABLE fx_rates ALTER COLUMN rate SET NOT NULL;",
    ),
    Damage(
        "a column that must be filled",
        "UPDATE users SET display_name = 'Somebody' WHERE display_name IS NULL;"
        " ALTER TABLE users ALTER COLUMN display_name SET NOT NULL",
        "columns",
        "column display_name of table users is text NOT NULL, and should be text",
        mended="ALTER TABLE users ALTER COLUMN display_name DROP NOT NULL;",
    ),
    Damage(
        "another default",
        "ALTER TABLE users ALTER COLUMN base_currency SET DEFAULT 'DEM'",
        "columns",
        "column base_currency of table users is text NOT NULL DEFAULT 'DEM'::text, and should be"
        " text NOT NULL DEFAULT 'USD'::text",
        mended="ALTER TABLE users ALTER COLUMN base_currency SET DEFAULT 'USD'::text;",
    ),
    Damage(
        "a column dropped",
        "ALTER TABLE idempotency_keys DROP COLUMN created_at",
        "columns",
        "column created_at of table idempotency_keys is missing",
    ),
    Damage(
        "a column added",
        'ALTER TABLE users ADD COLUMN "Shoe size" integer',
        "columns",
        'column "Shoe size" of table users is not part of the schema',
        severity="warning",
        mended='ALTER TABLE users DROP COLUMN "Shoe size";',
    ),
    Damage(
        "an index dropped",
        "DROP INDEX user_shares_by_reader",
        "indexes",
        "index user_shares_by_reader of table user_shares is missing",
        mended="CREATE INDEX user_shares_by_reader ON public.user_shares USING btree (reader_id);",
    ),
    Damage(
        "an index of other columns",
        "DROP INDEX user_shares_by_reader;"
        " CREATE INDEX user_shares_by_reader ON user_shares (created_at)",
        "indexes",
        "index user_shares_by_reader of table user_shares is not as this version makes it, but:"
        " CREATE INDEX user_shares_by_reader ON public.user_shares USING btree (created_at)",
        mended="DROP INDEX user_shares_by_reader; CREATE INDEX user_shares_by_reader"
        " ON public.user_shares USING btree (reader_id);",
    ),
    Damage(
        "an index added",
        "CREATE INDEX of_no_use ON users (created_at)",
        "indexes",
        "index of_no_use of table users is not part of the schema",
        severity="warning",
        mended="DROP INDEX of_no_use;",
    ),
    Damage(
        "an index that was never built to its end",
        "UPDATE pg_index SET indisvalid = false"
        " WHERE indexrelid = 'user_shares_by_reader'::regclass",
        "indexes",
        "index user_shares_by_reader of table user_shares is invalid, and should be valid",
        mended="REINDEX INDEX user_shares_by_reader;",
    ),
    Damage(
        "a trigger dropped",
        "DROP TRIGGER keep_networth_on_delete ON asset_inputs",
        "triggers",
        "trigger keep_networth_on_delete of table asset_inputs is missing",
        mended="CREATE TRIGGER keep_networth_on_delete AFTER DELETE ON public.asset_inputs"
        " REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION"
        " public.keep_networth();",
    ),
    Damage(
        "a trigger disabled",
        "ALTER TABLE asset_inputs DISABLE TRIGGER keep_networth_on_delete",
        "triggers",
        "trigger keep_networth_on_delete of table asset_inputs is disabled, and should be enabled",
        mended="ALTER TABLE asset_inputs ENABLE TRIGGER keep_networth_on_delete;",
    ),
    Damage(
        "a trigger altered",
        "DROP TRIGGER touch_updated_at ON users; CREATE TRIGGER touch_updated_at BEFORE INSERT"
        " ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at()",
        "triggers",
        "trigger touch_updated_at of table users is not as this version makes it, but: CREATE"
        " TRIGGER touch_updated_at BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION"
        " public.touch_updated_at()",
        mended="DROP TRIGGER touch_updated_at ON users; CREATE TRIGGER touch_updated_at BEFORE"
        " UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();",
    ),
    Damage(
        "a trigger added",
        "CREATE TRIGGER meddling BEFORE INSERT ON budgets FOR EACH ROW"
        " EXECUTE FUNCTION touch_updated_at()",
        "triggers",
        "trigger meddling of table budgets is not part of the schema",
        mended="DROP TRIGGER meddling ON budgets;",
    ),
    Damage(
        "a function with another body",
        "CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql"
        " SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN NEW; END'",
        "functions",
        "function touch_updated_at() is not as this version makes it",
    ),
    Damage(
        "a function with another bound body",
        "CREATE OR REPLACE FUNCTION open_books() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE"
        " RETURN current_user_id()",
        "functions",
        "function open_books() is not as this version makes it",
    ),
    Damage(
        "a function with its owner's rights",
        "ALTER FUNCTION logins_of(uuid) SECURITY DEFINER",
        "functions",
        "function logins_of(whose uuid) runs with the rights of whoever made it, and should with"
        " those of whoever calls it",
        mended="ALTER FUNCTION logins_of(whose uuid) SECURITY INVOKER;",
    ),
    Damage(
        "a function added",
        "CREATE FUNCTION doubled(n integer) RETURNS integer LANGUAGE sql RETURN 2 * n",
        "functions",
        "function doubled(n integer) is not part of the schema",
        severity="warning",
        mended="DROP FUNCTION doubled(n integer);",
    ),
    Damage(
        "an open door added",
        "CREATE FUNCTION all_of_it() RETURNS SETOF users LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT * FROM public.users'",
        "functions",
        "function all_of_it() is not part of the schema",
        mended="DROP FUNCTION all_of_it();",
    ),
    Damage(
        "a view that shows something else",
        "CREATE OR REPLACE VIEW target_spans WITH (security_invoker = true) AS SELECT user_id,"
        " year, month, period AS first_month, NULL::date AS next_month FROM target_sets",
        "views",
        "view target_spans is not as this version makes it",
    ),
    Damage(
        "a view that shows its owner's rows",
        "ALTER VIEW latest_networth RESET (security_invoker)",
        "views",
        "view latest_networth does not show what its reader alone may see",
        mended="ALTER VIEW latest_networth SET (security_invoker=true);",
    ),
    Damage(
        "a policy dropped",
        "DROP POLICY read_where_open ON incoming_items",
        "policies",
        "policy read_where_open of table incoming_items is missing",
        mended="CREATE POLICY read_where_open ON incoming_items AS PERMISSIVE FOR SELECT TO"
        " PUBLIC USING ((user_id = ( SELECT public.open_books() AS open_books)));",
    ),
    Damage(
        "a policy altered",
        "ALTER POLICY edited_where_own ON budgets USING (true)",
        "policies",
        "policy edited_where_own of table budgets is not as this version makes it, but: AS"
        " PERMISSIVE FOR UPDATE TO PUBLIC USING (true)",
        mended="DROP POLICY edited_where_own ON budgets; CREATE POLICY edited_where_own ON budgets"
        " AS PERMISSIVE FOR UPDATE TO PUBLIC USING ((user_id = ( SELECT public.own_open_books() AS"
        " own_open_books)));",
    ),
    Damage(
        "a policy added",
        "CREATE POLICY everybody ON budgets USING (true)",
        "policies",
        "policy everybody of table budgets is not part of the schema",
        mended="DROP POLICY everybody ON budgets;",
    ),
    Damage(
        "row security off",
        "ALTER TABLE budgets DISABLE ROW LEVEL SECURITY",
        "tables",
        "row security of table budgets is off, and should be enabled and forced",
        mended="ALTER TABLE budgets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
    ),
    Damage(
        "row security that does not hold the owner",
        "ALTER TABLE budgets NO FORCE ROW LEVEL SECURITY",
        "tables",
        "row security of table budgets is enabled, but not forced,"
        " and should be enabled and forced",
        mended="ALTER TABLE budgets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
    ),
    Damage(
        "a table that a crash empties",
        "ALTER TABLE idempotency_keys SET UNLOGGED",
        "tables",
        "table idempotency_keys is unlogged: a crash empties it",
        mended="ALTER TABLE idempotency_keys SET LOGGED;",
    ),
    Damage(
        "a table dropped, with all that belongs to it",
        "DROP TABLE idempotency_keys",
        "tables",
        "table idempotency_keys is missing",
    ),
    Damage(
        "a table added, with all that belongs to it",
        "CREATE TABLE shopping (id integer PRIMARY KEY, item text CHECK (item <> ''));"
        " GRANT ALL ON shopping TO PUBLIC; CREATE ROLE shopper;"
        " ALTER TABLE shopping OWNER TO shopper",
        "tables",
        "table shopping is not part of the schema",
        severity="warning",
        mended="DROP TABLE shopping;",
    ),
    Damage(
        "a rule",
        "CREATE RULE swallowed AS ON INSERT TO budgets DO INSTEAD NOTHING",
        "rules",
        "rule swallowed of table budgets is not part of the schema",
        mended="DROP RULE swallowed ON budgets;",
    ),
    Damage(
        "a grant to everybody",
        "GRANT SELECT ON assets TO PUBLIC",
        "grants",
        "the right SELECT TO PUBLIC on table assets is not part of the schema",
        mended="REVOKE SELECT ON TABLE assets FROM PUBLIC;",
    ),
    Damage(
        "a grant of a column",
        "GRANT UPDATE (hash) ON audit_events TO finally_app",
        "grants",
        "the right UPDATE TO finally_app on table audit_events (hash) is not part of the schema",
        mended="REVOKE UPDATE (hash) ON TABLE audit_events FROM finally_app;",
    ),
    Damage(
        "a grant that can be passed on",
        "GRANT SELECT ON assets TO finally_app WITH GRANT OPTION",
        "grants",
        "the right SELECT TO finally_app on table assets is given WITH GRANT OPTION",
        mended="REVOKE GRANT OPTION FOR SELECT ON TABLE assets FROM finally_app;",
    ),
    Damage(
        "a grant taken back",
        "REVOKE INSERT ON assets FROM finally_app",
        "grants",
        "the right INSERT TO finally_app on table assets is missing",
        mended="GRANT INSERT ON TABLE assets TO finally_app;",
    ),
    Damage(
        "a function that anybody may call",
        "GRANT EXECUTE ON FUNCTION user_of_email(text) TO PUBLIC",
        "grants",
        "the right EXECUTE TO PUBLIC on function user_of_email(wanted text) is not part of the"
        " schema",
        mended="REVOKE EXECUTE ON FUNCTION user_of_email(wanted text) FROM PUBLIC;",
    ),
    Damage(
        "a grant to a role of the server's",
        "CREATE ROLE reporting; GRANT SELECT ON assets TO reporting",
        "grants",
        "the right SELECT TO reporting on table assets is not part of the schema",
        severity="warning",
        mended="REVOKE SELECT ON TABLE assets FROM reporting;",
    ),
    Damage(
        "anybody may make tables",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "grants",
        "the right CREATE TO PUBLIC on schema public is not part of the schema",
        mended="REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    ),
    Damage(
        "a table of another owner",
        "CREATE ROLE somebody; ALTER TABLE fx_rates OWNER TO somebody",
        "owners",
        "table fx_rates is of somebody, and should be of finally as the others are",
        mended='ALTER TABLE fx_rates OWNER TO "finally";',
    ),
    Damage(
        "the everyday role a superuser",
        "ALTER ROLE finally_app SUPERUSER",
        "roles",
        "the everyday role finally_app is a superuser, whom no rule holds",
        mended="ALTER ROLE finally_app NOSUPERUSER;",
    ),
    Damage(
        "the everyday role past row security",
        "ALTER ROLE finally_app BYPASSRLS",
        "roles",
        "the everyday role finally_app goes past row security and sees everybody's books",
        mended="ALTER ROLE finally_app NOBYPASSRLS;",
    ),
    Damage(
        "the everyday role makes roles",
        "ALTER ROLE finally_app CREATEROLE",
        "roles",
        "the everyday role finally_app may make roles and let others in",
        mended="ALTER ROLE finally_app NOCREATEROLE;",
    ),
    Damage(
        "the everyday role a member of the owner",
        "GRANT finally TO finally_app",
        "roles",
        "the everyday role finally_app is a member of finally, whom row security does not hold",
        mended="REVOKE finally FROM finally_app;",
    ),
    Damage(
        "a person's login past row security",
        "CREATE ROLE anns_login LOGIN BYPASSRLS; GRANT finally_app TO anns_login",
        "roles",
        "the login anns_login goes past row security and sees everybody's books",
        mended="ALTER ROLE anns_login NOBYPASSRLS;",
    ),
    Damage(
        "a person's login copies the server",
        "CREATE ROLE anns_login LOGIN REPLICATION; GRANT finally_app TO anns_login",
        "roles",
        "the login anns_login may copy the whole server, everybody's books among it",
        mended="ALTER ROLE anns_login NOREPLICATION;",
    ),
    Damage(
        "a person's login reads the server's files",
        "CREATE ROLE anns_login LOGIN; GRANT finally_app, pg_read_server_files TO anns_login",
        "roles",
        "the login anns_login is a member of pg_read_server_files, which reads the server's files",
        mended="REVOKE pg_read_server_files FROM anns_login;",
    ),
    Damage(
        "a person's login runs programs, by way of another role",
        "CREATE ROLE helpers; GRANT pg_execute_server_program TO helpers;"
        " CREATE ROLE anns_login LOGIN; GRANT finally_app, helpers TO anns_login",
        "roles",
        "the login anns_login is a member of helpers, and so of pg_execute_server_program,"
        " which runs programs on the server",
        mended="REVOKE helpers FROM anns_login;",
    ),
    Damage(
        "no trigger fires for the everyday role",
        "ALTER ROLE finally_app SET session_replication_role = replica",
        "login settings",
        "the setting session_replication_role is replica for the login finally_app:"
        " no trigger and no foreign key is kept",
        mended="ALTER ROLE finally_app RESET session_replication_role;",
    ),
    Damage(
        "damaged pages are emptied in this database",
        "ALTER DATABASE sample SET zero_damaged_pages = on",
        "login settings",
        "the setting zero_damaged_pages is on for every login: the books are not safe with that",
        mended="ALTER DATABASE sample RESET zero_damaged_pages;",
    ),
    Damage(
        "transaction numbers run out",
        "UPDATE pg_database SET datfrozenxid = '3000000000' WHERE datname = current_database()",
        "transaction numbers",
        "the oldest row is",
        severity="warning",
    ),
    Damage(
        "a kept net worth that is wrong",
        "UPDATE networth_materialized SET net_worth = net_worth + 1"
        f" WHERE user_id = {ANN} AND (year, month) = (2026, 10)",
        "net worth",
        "the kept net worth of ann@example.org is wrong: in 2026-10 160001.00 is kept, and"
        " 7 values sum to 160000.00",
        mended=SUMMED_ANEW,
    ),
    Damage(
        "a kept net worth that is gone",
        f"DELETE FROM networth_materialized WHERE user_id = {ANN} AND (year, month) = (2025, 9)",
        "net worth",
        "the kept net worth of ann@example.org is wrong: in 2025-09 nothing is kept, and",
        mended=SUMMED_ANEW,
    ),
    Damage(
        "a kept net worth of no values, and one that counts too few",
        "INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)"
        f" VALUES ({ANN}, 2001, 2, 7, 1); UPDATE networth_materialized SET snapshots = 1"
        f" WHERE user_id = {ANN} AND (year, month) = (2026, 10)",
        "net worth",
        "the kept net worth of ann@example.org is wrong: in 2001-02 7.00 is kept for 1 value, and"
        " there are no values; in 2026-10 160000.00 is kept for 1 value, and 7 values sum to"
        " 160000.00",
        mended=SUMMED_ANEW,
    ),
    Damage(
        "targets above the whole",
        unkept(
            f"UPDATE category_allocation_targets SET target_pct = 0.9"
            f" WHERE user_id = {ANN} AND (year, month) = (2026, 10)"
        ),
        "targets",
        "the targets of ann@example.org from",
    ),
    Damage(
        "targets of assets above their category",
        unkept(f"UPDATE asset_targets SET target_pct = 0.75 WHERE user_id = {ANN}"),
        "targets",
        "the targets of ann@example.org for the assets in CASH from 2026-10 on sum to 150.00 %",
    ),
    Damage(
        "a row of nobody",
        unkept(
            "INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)"
            " VALUES (gen_random_uuid(), 'EUR', 'CHF', 2026, 1, 1)"
        ),
        "foreign keys",
        "1 row of fx_rates names a row of users that is not there,"
        " against fx_rate_belongs_to_a_user",
    ),
    Damage(
        "an expense in another's category",
        unkept(
            "UPDATE expense_items SET category_id = (SELECT id FROM expense_categories WHERE"
            f" user_id = {ANN} LIMIT 1), subcategory_id = NULL WHERE id ="
            f" (SELECT id FROM expense_items WHERE user_id = {BOB} LIMIT 1)"
        ),
        "categories",
        "1 row of bob@example.org in expense_items is in a category of another user",
    ),
    Damage(
        "a rule that gives another's category",
        unkept(
            "INSERT INTO rules (user_id, position, pattern, action, expense_category_id)"
            f" SELECT {BOB}, 1, 'SHOP', 'category', id FROM expense_categories"
            f" WHERE user_id = {ANN} LIMIT 1"
        ),
        "categories",
        "1 row of bob@example.org in rules is in a category of another user",
    ),
    Damage(
        "a goal that counts another's category",
        unkept(
            "INSERT INTO goal_parts (user_id, goal_id, category_id)"
            f" SELECT {BOB}, goals.id, asset_categories.id FROM goals, asset_categories"
            f" WHERE goals.user_id = {BOB} AND asset_categories.user_id = {ANN} LIMIT 1"
        ),
        "categories",
        "1 row of bob@example.org in goal_parts is in a category of another user",
    ),
    Damage(
        "a row altered behind the audit",
        unkept(
            "UPDATE expense_items SET description = 'nothing' WHERE id ="
            f" (SELECT id FROM expense_items WHERE user_id = {ANN} ORDER BY id LIMIT 1)"
        ),
        "audit",
        'the audit of "ann@example.org" does not hold: 1 problem',
        deep=True,
    ),
    Damage(
        "an applied migration that is another",
        "UPDATE schema_migrations SET sha256 = 'another' WHERE version = 3",
        "migrations",
        "003_months_and_values.sql is not the file that was applied to this database",
    ),
]
