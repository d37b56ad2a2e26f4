"""Nothing in a closed month changes, whoever writes, and only its functions write a seal."""

import pytest
from psycopg import errors

from tests.support.schema_rows import (
    ANNA,
    BERT,
    Database,
    giro_of,
    insert,
    settle,
    valid_row,
    value,
)

# Their rows follow from others, or say that a month is closed.
NOT_HELD = {"networth_materialized", "month_seals"}
REFUSED = "MC001"

# What is of a month, by the table: a row of it, and one of the month after it, which stays open.
BY_MONTH = [
    "asset_inputs",
    "market_cap_history",
    "fx_rates",
    "incoming_items",
    "expense_items",
    "budgets",
    "recurring_postings",
    "target_sets",
    "category_allocation_targets",
    "asset_targets",
]
JANUARY: dict[str, object] = {"year": 2026, "month": 1}
FEBRUARY: dict[str, object] = {"year": 2026, "month": 2}


def close(db: Database, month: str = "2026-01-01") -> bool:
    return bool(value(db, "SELECT close_month(%s, %s, NULL)", ANNA, month))


@pytest.fixture
def closed(app: Database) -> Database:
    """Anna's January is closed, her February open, with a row in every table; Bert's are open."""
    for user in (BERT, ANNA):
        settle(app, user)
        for table in BY_MONTH:
            row = valid_row(table, user)
            for month in (JANUARY, FEBRUARY):
                insert(app, table, row | month)
        insert(app, "yearly_budgets", valid_row("yearly_budgets", user) | {"year": 2025})
        put_in = {"decision": "contribution", "asset_id": giro_of(user), "contributed": 40}
        insert(app, "import_rows", valid_row("import_rows", user) | put_in)
    assert close(app)
    return app


def test_every_table_with_a_year_and_a_month_is_held(owner: Database) -> None:
    of_months = {
        name
        for (name,) in owner.execute(
            """
            SELECT relname
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
              AND relkind IN ('r', 'p')
              AND EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'year' AND NOT attisdropped
              )
            """
        ).fetchall()
    }
    held: dict[str, int] = {}
    for name, count in owner.execute(
        """
        SELECT tgrelid::regclass::text, count(*)
        FROM pg_trigger
        WHERE tgfoid = 'keep_closed_months'::regproc AND tgenabled = 'O'
        GROUP BY tgrelid
        """
    ):
        held[name] = count
    assert set(held) == of_months - NOT_HELD | {"import_rows"}
    assert set(held.values()) == {4}, "insert, update, delete and truncate"


def test_a_new_table_with_year_and_month_is_held(owner: Database) -> None:
    owner.execute(
        "CREATE TABLE slips (user_id uuid NOT NULL REFERENCES users (id),"
        " id uuid NOT NULL DEFAULT gen_random_uuid(),"
        " year integer NOT NULL, month integer NOT NULL,"
        " period date NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,"
        " created_at timestamptz NOT NULL DEFAULT now(),"
        " updated_at timestamptz NOT NULL DEFAULT now(),"
        " PRIMARY KEY (user_id, id))"
    )
    owner.execute("SELECT set_up_own_table('slips')")
    settle(owner, ANNA)
    insert(owner, "slips", JANUARY | {"user_id": ANNA})
    assert close(owner)
    insert(owner, "slips", FEBRUARY | {"user_id": ANNA})
    with pytest.raises(errors.DatabaseError) as refusal:
        owner.execute("UPDATE slips SET month = 1 WHERE month = 2")
    assert refusal.value.sqlstate == REFUSED


# -- ways to change what is closed, tried by whoever keeps the books with the everyday role

WAYS = [
    *(f"INSERT INTO {table} before January" for table in BY_MONTH if table != "target_sets"),
    *(f"UPDATE {table} SET created_at = now() WHERE month = 1" for table in BY_MONTH),
    *(f"UPDATE {table} SET month = 3 WHERE month = 1" for table in ("asset_inputs", "budgets")),
    *(f"DELETE FROM {table} WHERE month = 1" for table in BY_MONTH if table != "target_sets"),
    "UPDATE expense_items SET year = 2025, month = 12 WHERE month = 2",
    "UPDATE expense_items SET amount = amount",
    "DELETE FROM expense_items",
    "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
    " SELECT user_id, category_id, 1999 + n, 12, n FROM expense_items, generate_series(1, 30) AS n",
    "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
    " SELECT user_id, asset_id, year, month, 7 FROM asset_inputs"
    " ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total",
    "MERGE INTO asset_inputs AS kept USING (SELECT 1) AS one ON kept.month = 1"
    " WHEN MATCHED THEN UPDATE SET total = 7",
    "MERGE INTO asset_inputs AS kept USING (SELECT 1) AS one ON kept.month = 1"
    " WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM budgets WHERE month = 1 RETURNING user_id) SELECT user_id FROM gone",
    "WITH held AS (SELECT id FROM budgets FOR UPDATE)"
    " UPDATE budgets SET budget_amount = 1 FROM held WHERE held.id = budgets.id",
    "INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)"
    " SELECT user_id, category_id, 2024, 1 FROM yearly_budgets",
    "UPDATE yearly_budgets SET budget_amount = 1",
    "UPDATE yearly_budgets SET year = 2026",
    "DELETE FROM yearly_budgets",
    "UPDATE import_rows SET contributed = 41 WHERE asset_id IS NOT NULL",
    "UPDATE import_rows SET decision = 'waits', decided_by = NULL, asset_id = NULL,"
    " contributed = NULL WHERE asset_id IS NOT NULL",
    "DELETE FROM import_rows WHERE asset_id IS NOT NULL",
    "UPDATE users SET base_currency = 'CHF'",
    "SET CONSTRAINTS ALL DEFERRED; DELETE FROM asset_inputs",
    "PREPARE late AS DELETE FROM asset_inputs WHERE total > $1; EXECUTE late (0)",
    "DO $$ BEGIN DELETE FROM fx_rates; END $$",
    "DECLARE looking CURSOR FOR SELECT total FROM asset_inputs WHERE month = 1 FOR UPDATE;"
    " MOVE looking; UPDATE asset_inputs SET total = 1 WHERE CURRENT OF looking",
    "SET LOCAL search_path = pg_temp; CREATE TEMP TABLE month_seals (user_id uuid);"
    " DELETE FROM public.asset_inputs",
    "CREATE FUNCTION pg_temp.closed_through(uuid) RETURNS date LANGUAGE sql RETURN NULL::date;"
    " DELETE FROM asset_inputs",
    "SELECT set_config('finally.copies', 'as they are', true); DELETE FROM asset_inputs",
]
# Of these the role has no right at all.
DENIED = [
    "INSERT INTO month_seals (user_id) SELECT user_id FROM month_seals",
    "UPDATE month_seals SET reopened_at = now()",
    "UPDATE month_seals SET facts = '{}'",
    "DELETE FROM month_seals",
    "TRUNCATE month_seals",
    "TRUNCATE asset_inputs",
    "ALTER TABLE asset_inputs DISABLE TRIGGER USER",
    "DROP TRIGGER closed_months_are_kept_on_delete ON asset_inputs",
    "DROP TABLE month_seals",
    "CREATE OR REPLACE FUNCTION closed_through(user_id uuid) RETURNS date"
    " LANGUAGE sql RETURN NULL::date",
    "SET session_replication_role = replica",
    "SELECT hold_books(user_id) FROM month_seals",
    "SELECT keep_closed_months()",
    f"SELECT reopen_months('{BERT}', '2026-01-01', 'not mine')",
    f"SELECT close_month('{BERT}', '2026-01-01', NULL)",
]


def attempt(db: Database, statement: str) -> str:
    """The state that a statement is refused with; none, where it is not."""
    try:
        with db.transaction():
            if statement.endswith(" before January"):
                table = statement.split()[2]
                insert(db, table, valid_row(table, ANNA) | {"year": 2025, "month": 1})
            else:
                db.execute(statement.encode())
    except errors.Error as refusal:
        return refusal.sqlstate or "none"
    return "nothing"


def test_no_way_leads_into_a_closed_month(closed: Database) -> None:
    before = value(closed, "SELECT month_contents(%s, NULL, '2026-01-01', NULL)", ANNA)
    assert len(WAYS) + len(DENIED) > 40
    through = {way: attempt(closed, way) for way in WAYS}
    assert {way: state for way, state in through.items() if state != REFUSED} == {}
    denied = {way: attempt(closed, way) for way in DENIED}
    assert {way: state for way, state in denied.items() if state != "42501"} == {}
    after = value(closed, "SELECT month_contents(%s, NULL, '2026-01-01', NULL)", ANNA)
    assert before == after
