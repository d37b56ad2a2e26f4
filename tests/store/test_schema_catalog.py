"""What holds for every table, function and view, asked of the catalog: a new one is held to it."""

import pytest
from psycopg import sql

from tests.support.protection import unprotected
from tests.support.schema_rows import ANNA, Database, insert, settle, valid_row, value

TABLES = {
    "users",
    "asset_categories",
    "assets",
    "asset_inputs",
    "income_categories",
    "incoming_items",
    "expense_categories",
    "expense_subcategories",
    "expense_items",
    "budgets",
    "budget_moves",
    "category_allocation_targets",
    "market_cap_history",
    "prices",
    "splits",
    "month_seals",
    "networth_materialized",
    "audit_events",
    "audit_changes",
    "fx_rates",
    "yearly_budgets",
    "budget_policies",
    "recurring_items",
    "recurring_postings",
    "target_sets",
    "asset_targets",
    "sources",
    "rules",
    "imports",
    "import_rows",
    "goals",
    "goal_parts",
    "idempotency_keys",
    "user_logins",
    "user_shares",
    "schema_migrations",
}

# Few rows and everybody's: on a sharded server these are copied to each shard, not split.
SMALL_TABLES = {
    "users",
    "schema_migrations",
    "asset_categories",
    "income_categories",
    "expense_categories",
    "expense_subcategories",
}


def names(db: Database, query: str) -> set[str]:
    return {row[0] for row in db.execute(query).fetchall()}


def tables_with(db: Database, column: str) -> list[str]:
    rows = db.execute(
        """
        SELECT relname
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace
          AND relkind = 'r'
          AND attname = %s
        ORDER BY relname
        """,
        [column],
    )
    return [row[0] for row in rows]


def test_every_table_of_the_design_is_there(owner: Database) -> None:
    listed = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    assert TABLES - names(owner, listed) == set()


def test_updated_at_moves_on_every_table_that_has_it(owner: Database) -> None:
    settle(owner, ANNA)
    tables = tables_with(owner, "updated_at")
    assert len(tables) >= 16
    for table in tables:
        insert(owner, table, valid_row(table, ANNA) | {"updated_at": "2001-02-03"})
        moved = owner.execute(
            sql.SQL(
                "UPDATE {} SET updated_at = '2001-02-03' WHERE updated_at = '2001-02-03' "
                "RETURNING updated_at = now()"
            ).format(sql.Identifier(table))
        ).fetchall()
        assert moved == [(True,)], table


def test_user_owned_rows_are_known_by_user_and_id(owner: Database) -> None:
    keys = owner.execute(
        """
        SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
          AND contype = 'p'
        """
    ).fetchall()
    odd = {table: key for table, key in keys if key != "PRIMARY KEY (user_id, id)"}
    assert odd.pop("networth_materialized") == "PRIMARY KEY (user_id, year, month)"
    assert set(odd) == SMALL_TABLES


def test_keys_between_user_owned_tables_carry_the_user(owner: Database) -> None:
    keys = owner.execute(
        """
        SELECT confrelid::regclass::text, pg_get_constraintdef(oid)
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
          AND contype = 'f'
        """
    ).fetchall()
    between = [key for table, key in keys if table not in SMALL_TABLES]
    assert between
    assert [key for key in between if not key.startswith("FOREIGN KEY (user_id, ")] == []


def test_unique_keys_of_user_owned_tables_carry_the_user(owner: Database) -> None:
    without = names(
        owner,
        """
        SELECT indexrelid::regclass::text
        FROM pg_index
        JOIN pg_class AS tables ON tables.oid = indrelid
        WHERE relnamespace = 'public'::regnamespace
          AND indisunique
          AND indkey[0] <> (
              SELECT attnum
              FROM pg_attribute
              WHERE attrelid = indrelid
                AND attname = 'user_id'
          )
        """,
    )
    # The category tables are small; their ids are unique by themselves.
    assert without == {f"{table}_pkey" for table in SMALL_TABLES if "categories" in table} | {
        "expense_subcategory_of_category",
        "login_taken",  # a role is one person's on the whole server
    }


def test_nothing_disappears_by_itself(owner: Database) -> None:
    cascading = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype <> 'a'"
    assert names(owner, cascading) == set()


def test_every_foreign_key_is_looked_up_by_an_index(owner: Database) -> None:
    # Without one, deleting a category reads every expense ever recorded.
    unindexed = names(
        owner,
        """
        SELECT conrelid::regclass || '.' || conname
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
          AND contype = 'f'
          AND NOT EXISTS (
              SELECT
              FROM pg_index
              WHERE indrelid = conrelid
                AND (string_to_array(indkey::text, ' ')::smallint[])[1:cardinality(conkey)]
                    = conkey
          )
        """,
    )
    assert unindexed == set()


def test_there_are_no_floats(owner: Database) -> None:
    floats = names(
        owner,
        """
        SELECT table_name || '.' || column_name
        FROM information_schema.columns
        WHERE table_schema = 'public'
          AND data_type IN ('real', 'double precision', 'money')
        """,
    )
    assert floats == set()


def test_every_table_with_a_user_is_protected_and_so_are_views_and_functions(
    owner: Database,
) -> None:
    assert len(tables_with(owner, "user_id")) >= 20
    assert unprotected(owner) == []


def test_a_new_table_that_forgets_its_protection_is_named(owner: Database) -> None:
    owner.execute("CREATE TABLE forgetful (user_id uuid NOT NULL, id uuid)")
    assert unprotected(owner) == [
        "forgetful: row security is not enabled",
        "forgetful: row security is not forced",
        "forgetful: no policy read_where_open",
        "forgetful: no policy added_where_own",
        "forgetful: no policy edited_where_own",
        "forgetful: no policy deleted_where_own",
    ]
    owner.execute(
        """
        ALTER TABLE forgetful ENABLE ROW LEVEL SECURITY;
        ALTER TABLE forgetful FORCE ROW LEVEL SECURITY;
        CREATE POLICY read_where_open ON forgetful FOR SELECT
            USING (user_id = (SELECT open_books()));
        CREATE POLICY added_where_own ON forgetful FOR INSERT
            WITH CHECK (user_id = (SELECT own_open_books()));
        CREATE POLICY edited_where_own ON forgetful FOR UPDATE
            USING (user_id = (SELECT own_open_books()));
        CREATE POLICY deleted_where_own ON forgetful FOR DELETE
            USING (user_id = (SELECT own_open_books()))
        """
    )
    assert unprotected(owner) == []


@pytest.mark.parametrize(
    ("making", "problem"),
    [
        ("ALTER TABLE assets NO FORCE ROW LEVEL SECURITY", "assets: row security is not forced"),
        (
            "CREATE POLICY lax ON assets FOR SELECT USING (true)",
            "assets: a policy of its own, lax: r true",
        ),
        (
            # Once for a row, which a large table feels.
            "ALTER POLICY read_where_open ON assets USING (user_id = open_books())",
            "assets: another policy read_where_open: r (user_id = open_books())",
        ),
        (
            "ALTER TABLE assets ADD COLUMN colour text",
            "assets: statistics are taken of colour",
        ),
        (
            "CREATE INDEX lax ON assets (lower(ticker))",
            "lax: statistics are taken of lower",
        ),
        ("CREATE STATISTICS lax ON year, month FROM budgets", "lax: statistics of several columns"),
        ("DROP POLICY own_row_is_edited ON users", "users: no policy own_row_is_edited"),
        ("CREATE VIEW lax AS SELECT user_id FROM assets", "lax: not security_invoker"),
        (
            "CREATE FUNCTION lax() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM assets'",
            "lax: search_path is not pinned",
        ),
        (
            "CREATE FUNCTION lax() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN 1::bigint",
            "lax: runs with its owner's rights",
        ),
    ],
)
def test_every_way_to_forget_it_is_found(owner: Database, making: str, problem: str) -> None:
    owner.execute(making)
    assert unprotected(owner) == [problem]


def test_trigger_functions_are_called_by_triggers_alone(owner: Database) -> None:
    # Whoever may call one could hang it on a table of their own.
    open_to_all = names(
        owner,
        """
        SELECT proname
        FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
          AND prorettype = 'trigger'::regtype
          AND has_function_privilege('finally_app', oid, 'EXECUTE')
        """,
    )
    assert open_to_all == set()


def test_the_everyday_role_is_nobody_special(owner: Database) -> None:
    special = value(
        owner,
        """
        SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
        FROM pg_roles
        WHERE rolname = 'finally_app'
        """,
    )
    assert special is False


@pytest.mark.parametrize("role", ["finally_app", "public"])
def test_nobody_but_the_owner_makes_objects(owner: Database, role: str) -> None:
    assert value(owner, "SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) is False


def test_the_everyday_role_has_no_privilege_beyond_its_work(owner: Database) -> None:
    privileges = owner.execute(
        """
            SELECT relname, relkind = 'v', string_agg(privilege, ' ' ORDER BY privilege)
            FROM pg_class
            CROSS JOIN unnest(
                '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]
            ) AS privilege
            WHERE relnamespace = 'public'::regnamespace
              AND relkind IN ('r', 'v')
              AND has_table_privilege('finally_app', pg_class.oid, privilege)
            GROUP BY relname, relkind
            """
    ).fetchall()
    special = {
        "users": "INSERT SELECT UPDATE",
        "audit_events": "SELECT",
        "audit_changes": "SELECT",
        "idempotency_keys": "INSERT SELECT",
        "month_seals": "SELECT",
        "networth_materialized": "SELECT",
        "schema_migrations": "SELECT",
    }
    for name, is_view, granted in privileges:
        usual = "SELECT" if is_view else "DELETE INSERT SELECT UPDATE"
        assert granted == special.get(name, usual), name
    assert {name for name, *_ in privileges} >= TABLES | {"latest_networth"}
