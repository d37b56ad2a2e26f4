"""Every committed change is in the audit, in the same transaction, whoever makes it and however."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql

from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.statements import body
from tests.conftest import Server
from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    DORA,
    FOOD,
    Database,
    act_as,
    giro_of,
    insert,
    settle,
    valid_row,
    value,
)

# What a user's books are in, and is not kept: the sums that a trigger keeps, the audit itself, and
# the keys by which a command that is sent twice is known.
NOT_KEPT = {"networth_materialized", "audit_events", "audit_changes", "idempotency_keys"}
CHANGES = {"INSERT": 4, "UPDATE": 16, "DELETE": 8, "TRUNCATE": 32}  # as pg_trigger.tgtype has them
KEPT = [
    "users",
    "asset_categories",
    "income_categories",
    "expense_categories",
    "expense_subcategories",
    "assets",
    "asset_inputs",
    "market_cap_history",
    "prices",
    "splits",
    "fx_rates",
    "incoming_items",
    "expense_items",
    "budgets",
    "budget_moves",
    "yearly_budgets",
    "budget_policies",
    "recurring_items",
    "recurring_postings",
    "target_sets",
    "category_allocation_targets",
    "asset_targets",
    "sources",
    "rules",
    "imports",
    "import_rows",
    "goals",
    "goal_parts",
    "user_logins",
    "user_shares",
]
# A column that may be set to another value, and that value.
EDITS: dict[str, tuple[str, object]] = {
    "users": ("display_name", "Carla"),
    "assets": ("ticker", "WLT"),
    "asset_inputs": ("total", Decimal("-7.25")),
    "prices": ("price", Decimal("81.5")),
    "splits": ("numerator", 5),
    "market_cap_history": ("source", "a newspaper"),
    "fx_rates": ("rate", Decimal("1.1")),
    "incoming_items": ("description", "two words"),
    "expense_items": ("amount", Decimal("-3")),
    "budgets": ("budget_amount", Decimal("12.5")),
    "budget_moves": ("amount", Decimal("12.5")),
    "yearly_budgets": ("budget_amount", Decimal("5000")),
    "budget_policies": ("policy", "reset"),
    "recurring_items": ("last_month", "2027-12-01"),
    "recurring_postings": ("item_id", UUID(int=0x17F)),
    "target_sets": ("month", 2),
    "category_allocation_targets": ("target_pct", Decimal("0.3")),
    "asset_targets": ("target_pct", Decimal("0.75")),
    "sources": ("layout", '{"delimiter": ";"}'),
    "rules": ("pattern", "REWE MARKT"),
    "imports": ("follows", True),
    "import_rows": ("because", "the rule REWE"),
    **{f"{of}_categories": ("name", "Renamed") for of in ("asset", "income", "expense")},
    "expense_subcategories": ("name", "Renamed"),
    "goals": ("amount", Decimal("70000")),
    "goal_parts": ("created_at", "2026-01-02 03:04:05+00"),
    "user_logins": ("role_name", "another_login"),
    "user_shares": ("created_at", "2026-01-02 03:04:05+00"),
}
LEFT_OUT = "'{period,address_key,updated_at}'::text[]"


@pytest.fixture
def household(owner: Database) -> Database:
    """Anna's books, with what `settle` gives her, already sealed; the owner acts for her.

    Dora is there too, for somebody to share them with.
    """
    settle(owner, ANNA)
    insert(owner, "users", {"id": DORA, "email": "dora@example.org"})
    seal(owner)
    return owner


def one_row(table: str, user: UUID) -> dict[str, object]:
    """A row that the table accepts, whoever else is there."""
    return valid_row(table, user) | ({"reader_id": DORA} if table == "user_shares" else {})


def seal(db: Database) -> None:
    """What the end of a transaction does to its changes."""
    db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    db.execute("SET CONSTRAINTS ALL DEFERRED")


def last(db: Database) -> int:
    """The position of the newest change."""
    return int(value(db, "SELECT coalesce(max(position), 0) FROM audit_changes"))


def changes(db: Database, after: int = 0) -> list[tuple[Any, ...]]:
    """(user, table, operation, rows, before, after) of each change after a position."""
    return db.execute(
        "SELECT user_id, table_name, operation, row_count, before, after FROM audit_changes"
        " WHERE position > %s ORDER BY position",
        [after],
    ).fetchall()


def image(db: Database, table: str, where: str, *parameters: object) -> Any:
    """A row as the audit should have it, or None."""
    row = db.execute(
        f"SELECT to_jsonb(live) - {LEFT_OUT} FROM {table} AS live WHERE {where}", parameters
    ).fetchone()
    return None if row is None else row[0]


def problems(db: Database, user: UUID = ANNA) -> list[tuple[Any, ...]]:
    """What audit verify would say, of the chain and of the rows."""
    given = {"user_id": user, "sequence": None, "hash": None}
    return [
        *db.execute(body("audit/verify"), given).fetchall(),
        *db.execute(body("audit/verify_rows"), given).fetchall(),
    ]


def events(db: Database, user: UUID = ANNA) -> list[Any]:
    return db.execute(
        "SELECT sequence, event_type, payload FROM audit_events WHERE user_id = %s"
        " ORDER BY sequence",
        [user],
    ).fetchall()


def owner_column(table: str) -> str:
    return "id" if table == "users" else "user_id"


# -- which tables


def test_every_table_of_a_users_is_kept_whatever_is_done_to_it(owner: Database) -> None:
    owned = owner.execute(
        """
        SELECT relname
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND (
            relname = 'users'
            OR EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'user_id' AND NOT attisdropped
            )
          )
        """
    ).fetchall()
    triggers = owner.execute(
        """
        SELECT tgrelid::regclass::text, tgtype, tgenabled, proname, tgargs
        FROM pg_trigger
        JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE proname IN ('keep_changes', 'keep_truncated')
        """
    ).fetchall()
    kept = {
        (table, change)
        for table, kind, enabled, function, arguments in triggers
        for change, bit in CHANGES.items()
        if kind & bit
        and not kind & 1  # once for each statement
        and enabled == "O"
        and (function == "keep_truncated") == (change == "TRUNCATE")
        and bytes(arguments) == f"{table}\0{owner_column(table)}\0".encode()
    }
    wanted = {(table, change) for (table,) in owned if table not in NOT_KEPT for change in CHANGES}
    assert kept == wanted
    tested = set(KEPT) | {"month_seals"}  # whose rows nobody but two functions writes
    assert {table for table, _ in kept} == tested, "and each is tested below"
    assert set(KEPT) == set(EDITS)


# -- what a statement leaves


@pytest.mark.parametrize("table", KEPT)
def test_a_row_added_changed_and_deleted_is_kept_before_and_after(
    household: Database, table: str
) -> None:
    row = one_row(table, ANNA) | {"id": UUID(int=0xCA)}
    user = row["id"] if table == "users" else ANNA
    column, new = EDITS[table]
    begun = last(household)

    insert(household, table, row)
    added = image(household, table, "id = %s", row["id"])
    household.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s".encode(), [new, row["id"]])
    edited = image(household, table, "id = %s", row["id"])
    assert edited != added
    if table == "users":  # whose events keep them
        own = [one for one in changes(household, begun) if one[1] == table]
        assert own == [
            (user, table, "insert", 1, None, [added]),
            (user, table, "update", 1, [added], [edited]),
        ]
        return
    household.execute(f"DELETE FROM {table} WHERE id = %s".encode(), [row["id"]])
    own = [one for one in changes(household, begun) if one[1] == table]
    if table in ("category_allocation_targets", "asset_targets"):  # they bring their set along
        assert changes(household, begun)[0][1:3] == ("target_sets", "insert")
        assert len(changes(household, begun)) == 4
    else:
        assert len(changes(household, begun)) == 3
    assert own == [
        (ANNA, table, "insert", 1, None, [added]),
        (ANNA, table, "update", 1, [added], [edited]),
        (ANNA, table, "delete", 1, [edited], None),
    ]
    seal(household)
    assert problems(household) == []


def test_an_image_has_every_column_but_what_follows_from_the_rest(household: Database) -> None:
    for table in KEPT:
        columns = household.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' AND attname <> 'updated_at'",
            [table],
        ).fetchall()
        begun = last(household)
        row = one_row(table, ANNA)
        if table == "users":
            row |= {"id": BERT, "email": "bert@example.org"}
        insert(household, table, row)
        (added,) = [one[5] for one in changes(household, begun) if one[1] == table]
        assert set(added[0]) == {name for (name,) in columns}, table


@pytest.mark.parametrize("table", [table for table in KEPT if table != "users"])
def test_truncate_is_kept_as_the_rows_it_took(household: Database, table: str) -> None:
    settle(household, BERT)
    for user in (ANNA, BERT):
        act_as(household, user)
        insert(household, table, one_row(table, user))
    act_as(household, ANNA)
    seal(household)
    taken = household.execute(
        f"SELECT user_id, to_jsonb(live) - {LEFT_OUT} FROM {table} AS live"
        " WHERE user_id IS NOT NULL ORDER BY user_id, id"
    ).fetchall()
    begun = last(household)
    household.execute(f"TRUNCATE {table} CASCADE")
    got = [one for one in changes(household, begun) if one[1] == table]
    assert {one[2] for one in got} == {"delete"}
    rows = [(one[0], row) for one in got for row in one[4]]
    assert sorted(rows, key=lambda row: (row[0], row[1]["id"])) == taken
    assert {user for user, _ in taken} == {ANNA, BERT}
    assert value(household, "SELECT current_user_id()") == ANNA, "whom it works for is as before"
    seal(household)
    assert problems(household) == problems(household, BERT) == []


def test_truncating_the_users_would_take_the_audit_along_and_is_refused(
    household: Database,
) -> None:
    with pytest.raises(errors.CheckViolation, match="the audit is only added to"):
        household.execute("TRUNCATE users CASCADE")


def test_copy_is_kept(household: Database) -> None:
    begun = last(household)
    with household.cursor().copy(
        "COPY asset_inputs (user_id, asset_id, year, month, total) FROM STDIN"
    ) as copy:
        for month in (1, 2, 3):
            copy.write_row((ANNA, giro_of(ANNA), 2026, month, month * 10))
    ((user, table, operation, rows, before, after),) = changes(household, begun)
    assert (user, table, operation, rows, before) == (ANNA, "asset_inputs", "insert", 3, None)
    assert [(one["month"], one["total"]) for one in after] == [(1, 10), (2, 20), (3, 30)]


def test_merge_is_kept_as_what_it_did_to_each_row(household: Database) -> None:
    add_values(household, 1, 2)
    begun = last(household)
    household.execute(
        """
        MERGE INTO asset_inputs USING (VALUES (1, 5), (2, NULL), (3, 7)) AS given (month, total)
        ON asset_inputs.user_id = current_user_id() AND asset_inputs.month = given.month
        WHEN MATCHED AND given.total IS NULL THEN DELETE
        WHEN MATCHED THEN UPDATE SET total = given.total
        WHEN NOT MATCHED THEN INSERT (user_id, asset_id, year, month, total)
            VALUES (current_user_id(), %s, 2026, given.month, given.total)
        """,
        [giro_of(ANNA)],
    )
    got = {
        operation: (totals(before), totals(after))
        for _, _, operation, _, before, after in changes(household, begun)
    }
    assert got == {
        "insert": (None, [(3, 7)]),
        "update": ([(1, 100)], [(1, 5)]),
        "delete": ([(2, 100)], None),
    }


def test_an_upsert_is_kept_as_what_it_did_to_each_row(household: Database) -> None:
    add_values(household, 1, 2)
    begun = last(household)
    household.execute(
        "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
        " SELECT current_user_id(), %s, 2026, month, total"
        " FROM (VALUES (1, 5), (2, 100), (3, 7)) AS given (month, total)"
        " ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total",
        [giro_of(ANNA)],
    )
    got = {one[2]: (totals(one[4]), totals(one[5])) for one in changes(household, begun)}
    assert got == {"insert": (None, [(3, 7)]), "update": ([(1, 100)], [(1, 5)])}


def totals(images: Any) -> Any:
    return images and sorted((one["month"], one["total"]) for one in images)


def add_values(db: Database, *months: int, user: UUID = ANNA, total: object = 100) -> None:
    for month in months:
        insert(
            db, "asset_inputs",
            valid_row("asset_inputs", user) | {"month": month, "total": total},
        )  # fmt: skip


def test_a_statement_that_writes_two_tables_leaves_both(household: Database) -> None:
    begun = last(household)
    household.execute(
        "WITH paid AS (INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " VALUES (current_user_id(), %s, 2026, 1, 9) RETURNING user_id)"
        " UPDATE assets SET ticker = 'X' FROM paid WHERE assets.user_id = paid.user_id",
        [FOOD],
    )
    assert {one[1:3] for one in changes(household, begun)} == {
        ("expense_items", "insert"),
        ("assets", "update"),
    }


def test_an_update_that_changes_nothing_leaves_nothing(household: Database) -> None:
    begun, before = last(household), len(events(household))
    household.execute("UPDATE assets SET asset_name = asset_name")
    household.execute("UPDATE assets SET ticker = 'X' WHERE false")
    household.execute("DELETE FROM asset_inputs")
    household.execute(
        "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
        " SELECT user_id, id, 2026, 1, 1 FROM assets WHERE false"
    )
    seal(household)
    assert changes(household, begun) == []
    assert len(events(household)) == before


def test_of_an_update_of_many_only_the_rows_that_changed_are_kept(household: Database) -> None:
    add_values(household, 1, 2, 3)
    begun = last(household)
    household.execute("UPDATE asset_inputs SET total = least(total, CASE month WHEN 2 THEN 1 END)")
    ((_, _, _, rows, before, after),) = changes(household, begun)
    assert (rows, totals(before), totals(after)) == (1, [(2, 100)], [(2, 1)])


def test_two_months_swapped_are_kept_row_by_row(household: Database) -> None:
    add_values(household, 1, total=1)
    add_values(household, 2, total=2)
    begun = last(household)
    household.execute("UPDATE asset_inputs SET total = 3 - total")
    ((_, _, _, _, before, after),) = changes(household, begun)
    assert [
        (a["id"], b["id"]) for a, b in zip(before, after, strict=True) if a["id"] != b["id"]
    ] == []
    assert (totals(before), totals(after)) == ([(1, 1), (2, 2)], [(1, 2), (2, 1)])


def test_a_row_given_to_another_user_leaves_one_and_comes_to_the_other(owner: Database) -> None:
    for user in (ANNA, BERT):
        settle(owner, user)
    insert(owner, "expense_items", valid_row("expense_items", ANNA))
    seal(owner)
    begun = last(owner)
    owner.execute("UPDATE expense_items SET user_id = %s", [BERT])
    got = {(one[0], one[2]) for one in changes(owner, begun)}
    assert got == {(ANNA, "delete"), (BERT, "insert")}
    seal(owner)
    assert problems(owner) == problems(owner, BERT) == []


def test_a_row_that_gets_another_id_is_one_deleted_and_one_added(household: Database) -> None:
    add_values(household, 1)
    begun = last(household)
    household.execute("UPDATE asset_inputs SET id = %s", [UUID(int=5)])
    assert [one[2:4] for one in changes(household, begun)] == [("delete", 1), ("insert", 1)]
    seal(household)
    assert problems(household) == []


def test_built_in_categories_are_nobodys_and_not_kept(owner: Database) -> None:
    settle(owner, ANNA)
    begun = last(owner)
    owner.execute("UPDATE asset_categories SET name = name || '!' WHERE user_id IS NULL")
    assert changes(owner, begun) == []


def test_an_import_is_some_rows_and_one_event(household: Database) -> None:
    begun, before = last(household), len(events(household))
    household.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), %s, 2026, 1 + n %% 12, n FROM generate_series(1, 1200) AS n",
        [FOOD],
    )
    seal(household)
    kept = changes(household, begun)
    assert [(one[3], len(one[5])) for one in kept] == [(500, 500), (500, 500), (200, 200)]
    assert sorted(row["amount"] for one in kept for row in one[5]) == list(range(1, 1201))
    assert len(events(household)) == before + 1
    said = {"table": "expense_items", "operation": "insert", "rows": 1200}
    assert events(household)[-1][1:] == ("expense_items.insert", {"changes": [said]})
    assert problems(household) == []


# -- which transaction


def test_what_is_rolled_back_leaves_nothing(household: Database) -> None:
    begun, before = last(household), events(household)
    with household.transaction(force_rollback=True):
        add_values(household, 1)
        seal(household)
        assert len(events(household)) == len(before) + 1
    with household.transaction():
        add_values(household, 2)
        with household.transaction(force_rollback=True):
            add_values(household, 3)
    with pytest.raises(errors.UniqueViolation), household.transaction():
        add_values(household, 4)
        add_values(household, 2)
    seal(household)
    assert [totals(one[5]) for one in changes(household, begun)] == [[(2, 100)]]
    assert len(events(household)) == len(before) + 1
    assert problems(household) == []


@pytest.mark.parametrize("often", [1, 25])
def test_sealed_in_the_middle_a_transaction_has_an_event_for_each_part(
    household: Database, often: int
) -> None:
    before = len(events(household))
    for n in range(often):
        insert(household, "expense_items", valid_row("expense_items", ANNA) | {"amount": n + 1})
        seal(household)
    household.execute("TRUNCATE expense_items")
    seal(household)
    assert len(events(household)) == before + often + 1
    assert problems(household) == []


def test_with_constraints_immediate_every_statement_is_sealed_at_once(household: Database) -> None:
    before = len(events(household))
    household.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for n in range(12):
        insert(household, "expense_items", valid_row("expense_items", ANNA) | {"amount": n + 1})
    household.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), %s, 2026, 1, n FROM generate_series(1, 1200) AS n",
        [FOOD],
    )
    assert len(events(household)) == before + 13
    assert problems(household) == []


def test_positions_are_no_order_across_events(owner: Database) -> None:
    """On a server that a user's rows were moved to, positions may begin below those they have."""
    settle(owner, ANNA)
    insert(owner, "expense_items", valid_row("expense_items", ANNA) | {"amount": 1})
    seal(owner)
    before = value(owner, "SELECT max(position) FROM audit_changes")
    owner.execute("ALTER TABLE audit_changes ALTER COLUMN position RESTART WITH 1")
    owner.execute("UPDATE expense_items SET amount = 2")
    seal(owner)
    owner.execute("UPDATE expense_items SET amount = 3")
    seal(owner)
    assert before > 2
    newest = "SELECT position FROM audit_changes JOIN audit_events ON audit_events.id = event_id"
    assert owner.execute(newest + " ORDER BY sequence DESC LIMIT 1").fetchone() == (2,)
    assert problems(owner) == []
    owner.execute("SET LOCAL session_replication_role = replica")
    owner.execute("UPDATE expense_items SET amount = 1")  # as it was before, behind the audit
    assert [problem[-1] for problem in problems(owner)] == ["altered"]


def test_two_users_books_in_one_transaction_are_one_event_each(owner: Database) -> None:
    for user in (ANNA, BERT):
        settle(owner, user)
    seal(owner)
    before = [len(events(owner, user)) for user in (ANNA, BERT)]
    for month in (1, 2):
        for user in (ANNA, BERT):
            act_as(owner, user)
            add_values(owner, month, user=user)
    owner.execute("UPDATE asset_inputs SET total = 5")
    seal(owner)
    assert [len(events(owner, user)) for user in (ANNA, BERT)] == [one + 1 for one in before]
    assert value(owner, "SELECT current_user_id()") == BERT, "whom it works for is as before"
    for user in (ANNA, BERT):
        assert problems(owner, user) == []
        assert [line["rows"] for line in events(owner, user)[-1][2]["changes"]] == [2, 2]


def test_an_image_does_not_depend_on_the_sessions_settings(household: Database) -> None:
    strange = {
        "timezone": "Asia/Kathmandu",
        "datestyle": "SQL, DMY",
        "intervalstyle": "iso_8601",
        "bytea_output": "escape",
        "extra_float_digits": "-15",
    }
    insert(household, "imports", valid_row("imports", ANNA) | {"id": UUID(int=0xF11E)})
    for name, setting in strange.items():
        household.execute("SELECT set_config(%s, %s, true)", [name, setting])
    insert(
        household, "expense_items", valid_row("expense_items", ANNA) | {"spent_on": "2026-01-31"}
    )
    household.execute("UPDATE assets SET closed_on = '2026-02-28', market_cap_synced_at = now()")
    insert(household, "imports", valid_row("imports", ANNA) | {"file_hash": bytes(range(32))})
    seal(household)
    assert problems(household) == []
    for name in strange:
        household.execute(sql.SQL("SET LOCAL {} TO DEFAULT").format(sql.Identifier(name)))
    assert problems(household) == []
    household.execute("SET LOCAL timezone = 'America/Lima'")
    assert problems(household) == []


# -- by nobody else


BY_HAND = {
    "events": "INSERT INTO audit_events (user_id, event_type) VALUES (current_user_id(), 'x')",
    "changes": "INSERT INTO audit_changes"
    " (user_id, event_id, table_name, operation, row_count, after, digest)"
    " VALUES (current_user_id(), gen_random_uuid(), 'assets', 'insert', 1, '[{}]', '')",
    "copied": "INSERT INTO audit_events (user_id, event_type)"
    " SELECT user_id, event_type FROM audit_events",
    "upsert": "INSERT INTO audit_events (user_id, id, event_type)"
    " SELECT user_id, id, 'x' FROM audit_events"
    " ON CONFLICT (user_id, id) DO UPDATE SET event_type = 'x'",
    "merge": "MERGE INTO audit_events USING (SELECT 1) AS one ON false"
    " WHEN NOT MATCHED THEN INSERT (user_id, event_type) VALUES (current_user_id(), 'x')",
}
NOT_CHANGED = [
    "UPDATE audit_events SET event_type = 'x'",
    "UPDATE audit_changes SET before = NULL, after = '[]'",
    "DELETE FROM audit_events",
    "DELETE FROM audit_changes",
    "MERGE INTO audit_changes USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE audit_events",
    "TRUNCATE audit_changes",
    "TRUNCATE audit_events, audit_changes CASCADE",
]


@pytest.mark.parametrize("statement", [*BY_HAND.values(), *NOT_CHANGED])
def test_the_everyday_role_cannot_touch_the_audit(app: Database, statement: str) -> None:
    settle(app, ANNA)
    seal(app)
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize("statement", BY_HAND.values(), ids=BY_HAND)
def test_the_owner_adds_nothing_to_the_audit_by_hand(household: Database, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match="written by its triggers") as refused:
        household.execute(statement.encode())
    assert refused.value.diag.constraint_name == "audit_is_written_by_trigger"


@pytest.mark.parametrize("statement", NOT_CHANGED)
def test_the_owner_changes_nothing_in_the_audit(household: Database, statement: str) -> None:
    with pytest.raises(errors.CheckViolation, match="only added to") as refused:
        household.execute(statement)
    assert refused.value.diag.constraint_name == "audit_is_only_added_to"


def test_what_is_written_while_the_triggers_sleep_is_found(household: Database) -> None:
    add_values(household, 1, 2)
    seal(household)
    household.execute("ALTER TABLE asset_inputs DISABLE TRIGGER USER")
    household.execute("UPDATE asset_inputs SET total = 1 WHERE month = 1")
    household.execute("DELETE FROM asset_inputs WHERE month = 2")
    add_values(household, 3)
    seal(household)  # no table is altered while something of it is still to be asked
    household.execute("ALTER TABLE asset_inputs ENABLE TRIGGER USER")
    assert sorted(problem for *_, problem in problems(household)) == ["added", "altered", "removed"]


def test_nobody_sees_what_another_did(app: Database) -> None:
    for user in (ANNA, BERT):
        settle(app, user)
    seal(app)
    for who in (ANNA, BERT, None):
        act_as(app, who)
        for table in ("audit_events", "audit_changes"):
            seen = app.execute(f"SELECT DISTINCT user_id FROM {table}").fetchall()
            assert seen == ([(who,)] if who else [])


# -- who is no superuser


def test_the_audit_of_two_users_holds_where_the_owner_is_held_by_row_security(
    owner: Database,
) -> None:
    """As on a managed server: several changes of each, sealed when the last identity is another."""
    owner.execute("CREATE ROLE bound NOLOGIN")
    hand_over(owner)
    owner.execute("SET LOCAL ROLE bound")
    for user in (ANNA, BERT):
        settle(owner, user)
    act_as(owner, ANNA)
    add_values(owner, 1, 2)
    act_as(owner, BERT)
    add_values(owner, 1, user=BERT)
    act_as(owner, None)
    seal(owner)
    insert(owner, "users", {"id": UUID(int=0xC), "email": "c@example.org"})
    owner.execute("UPDATE users SET display_name = 'Carla' WHERE id = %s", [UUID(int=0xC)])
    seal(owner)
    owner.execute("UPDATE users SET display_name = 'Carla C.' WHERE id = %s", [UUID(int=0xC)])
    seal(owner)
    act_as(owner, ANNA)
    owner.execute("TRUNCATE asset_inputs")
    seal(owner)
    for user, count in ((ANNA, 2), (BERT, 2), (UUID(int=0xC), 2)):
        act_as(owner, user)
        assert [event[0] for event in events(owner, user)] == list(range(1, count + 1))
        assert problems(owner, user) == []


def hand_over(db: Database) -> None:
    """Make a role that is no superuser the owner of everything in the schema."""
    db.execute("GRANT CREATE, USAGE ON SCHEMA public TO bound")
    objects = db.execute(
        "SELECT 'TABLE ' || oid::regclass FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " UNION ALL SELECT 'VIEW ' || oid::regclass FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
        " UNION ALL SELECT 'FUNCTION ' || oid::regprocedure FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace"
    ).fetchall()
    for (name,) in objects:
        db.execute(f"ALTER {name} OWNER TO bound".encode())


# -- many at once, with real commits


@contextmanager
def connected(server: Server, name: str, user: str | None) -> Iterator[Database]:
    with closing(server.connect(name, user=user)) as connection:
        yield connection


@pytest.fixture
def committed(server: Server, fresh_database: str) -> str:
    """A database with the books of Anna and Bert, committed."""
    with connected(server, fresh_database, None) as db:
        for user in (ANNA, BERT):
            settle(db, user)
            db.commit()
    return fresh_database


STEPS = (
    "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
    " VALUES (%(user)s, %(food)s, 2026, %(month)s, %(amount)s)",
    "UPDATE expense_items SET amount = amount + 1 WHERE user_id = %(user)s AND month = %(month)s",
    "UPDATE expense_items SET amount = amount WHERE user_id = %(user)s",
    "DELETE FROM expense_items WHERE user_id = %(user)s AND month = %(month)s AND amount > 900",
    "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
    " VALUES (%(user)s, %(giro)s, 2026, %(month)s, %(amount)s)"
    " ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total",
    "DELETE FROM asset_inputs WHERE user_id = %(user)s AND month = %(month)s",
    "UPDATE users SET display_name = %(name)s WHERE id = %(user)s",
    "INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)"
    " VALUES (%(user)s, %(cash)s, 0.5, 2026, %(month)s)"
    " ON CONFLICT (user_id, category_id, year, month) DO NOTHING",
)


def books_of(db: Database, user: UUID) -> str:
    """All of a user's rows as one text, without what follows from the rest."""
    act_as(db, user)
    return json.dumps(
        [
            value(
                db,
                f"SELECT jsonb_agg(to_jsonb(live) - {LEFT_OUT} ORDER BY id) FROM {table} AS live"
                f" WHERE {owner_column(table)} = %s",
                user,
            )
            for table in KEPT
        ],
        default=str,
    )


@pytest.mark.parametrize("role", [None, EmbeddedServer.EVERYDAY], ids=["the owner", "everyday"])
def test_every_commit_that_changed_something_has_its_event(
    server: Server, committed: str, role: str | None
) -> None:
    """200 transactions of random statements, some rolled back: what is counted are the books."""
    chance = random.Random(8)
    wanted: Counter[UUID] = Counter()
    outcomes: Counter[bool] = Counter()
    with connected(server, committed, role) as db, connected(server, committed, None) as eye:
        before = {user: books_of(eye, user) for user in (ANNA, BERT)}
        for _ in range(200):
            for user in chance.choice(([ANNA], [BERT], [ANNA, BERT])):
                act_as(db, user)
                for _ in range(chance.randint(1, 4)):
                    given = {
                        "user": user, "giro": giro_of(user), "food": FOOD, "cash": CASH,
                        "month": chance.randint(1, 6), "amount": chance.randint(1, 1000),
                        "name": chance.choice(["A", "B", None]),
                    }  # fmt: skip
                    step = chance.choice(STEPS)
                    with db.transaction(force_rollback=chance.random() < 0.2):
                        db.execute(step, given)
            if chance.random() < 0.25:
                db.rollback()
            else:
                db.commit()
            eye.rollback()
            for user in (ANNA, BERT):
                now = books_of(eye, user)
                counted = len(events(eye, user)) - 1 - wanted[user]
                # None where nothing changed, or one where it did and was changed back.
                assert counted in ((0, 1) if now == before[user] else (1,))
                outcomes[now != before[user]] += 1
                wanted[user] += counted
                before[user] = now
        for user in (ANNA, BERT):
            act_as(eye, user)
            assert problems(eye, user) == []
            assert wanted[user] > 40
        assert outcomes[False] > 40


def test_committers_at_once_get_numbers_without_gaps(server: Server, committed: str) -> None:
    writers, each = 6, 15
    start = Barrier(writers)

    def one(writer: int) -> None:
        with connected(server, committed, EmbeddedServer.EVERYDAY) as db:
            start.wait(30)
            for n in range(each):
                act_as(db, ANNA)
                insert(
                    db, "expense_items",
                    valid_row("expense_items", ANNA) | {"amount": writer * 100 + n + 1},
                )  # fmt: skip
                if n % 5 == 4:
                    db.rollback()
                else:
                    db.commit()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(one, range(writers)))
    with connected(server, committed, None) as db:
        act_as(db, ANNA)
        numbers = [event[0] for event in events(db)]
        assert numbers == list(range(1, 1 + writers * each * 4 // 5 + 1))
        assert problems(db) == []


def test_a_second_committer_waits_for_the_first_at_the_chain_only(
    server: Server, committed: str
) -> None:
    with (
        connected(server, committed, EmbeddedServer.EVERYDAY) as first,
        connected(server, committed, EmbeddedServer.EVERYDAY) as second,
    ):
        for db, month in ((first, 1), (second, 2)):
            act_as(db, ANNA)
            add_values(db, month)
        second.commit()  # though the first is not done
        first.commit()
        act_as(first, ANNA)
        assert [event[0] for event in events(first)] == [1, 2, 3]
        assert problems(first) == []


def test_who_reads_one_state_throughout_is_told_to_try_again(
    server: Server, committed: str
) -> None:
    with (
        connected(server, committed, EmbeddedServer.EVERYDAY) as early,
        connected(server, committed, EmbeddedServer.EVERYDAY) as late,
    ):
        for level in (
            psycopg.IsolationLevel.REPEATABLE_READ,
            psycopg.IsolationLevel.SERIALIZABLE,
        ):
            early.isolation_level = level
            act_as(early, ANNA)
            assert early.execute("SELECT count(*) FROM assets").fetchone() == (1,)
            act_as(late, ANNA)
            insert(late, "expense_items", valid_row("expense_items", ANNA))
            late.commit()
            insert(early, "incoming_items", valid_row("incoming_items", ANNA))
            with pytest.raises(errors.SerializationFailure):
                early.commit()
            early.rollback()
            act_as(early, ANNA)
            insert(early, "incoming_items", valid_row("incoming_items", ANNA))
            early.commit()
        act_as(late, ANNA)
        assert [event[0] for event in events(late)] == [1, 2, 3, 4, 5]
        assert problems(late) == []


def test_an_event_undoes_none_of_another_person_whatever_is_set(owner: Database) -> None:
    newest = "SELECT {} FROM audit_events WHERE user_id = %s ORDER BY sequence DESC LIMIT 1"
    settle(owner, ANNA)
    seal(owner)
    theirs = value(owner, newest.format("id::text"), ANNA)
    settle(owner, BERT)
    owner.execute("SELECT set_config('finally.undoes', %s, true)", [theirs])
    seal(owner)
    assert value(owner, newest.format("undoes"), BERT) is None
