"""Books kept before targets had months and changes an audit: both begin with what is there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.store.test_schema_any_owner import MIGRATIONS, tenant
from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    Database,
    act_as,
    giro_of,
    insert,
    settle,
    valid_row,
)

__all__ = ["tenant"]  # the fixture: an owner who is no superuser
OLD = 6  # the last migration before both


def apply(db: Database, files: list[Any]) -> None:
    for migration in files:
        with db.transaction():
            db.execute(migration.read_text(encoding="utf-8"))


@pytest.fixture
def books(template: str, tenant: Database) -> Database:
    """The present schema on a database in which two households kept their books before it."""
    apply(tenant, MIGRATIONS[:OLD])
    for user in (ANNA, BERT):
        with tenant.transaction():
            settle(tenant, user)
            for table in ("asset_inputs", "expense_items", "category_allocation_targets"):
                insert(tenant, table, valid_row(table, user))
            tenant.execute("UPDATE assets SET sub_target_pct = 0.75 WHERE user_id = %s", [user])
    with tenant.transaction():
        act_as(tenant, ANNA)
        tenant.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
            " SELECT %s, %s, 2030 + n / 12, n %% 12 + 1, n FROM generate_series(0, 840) AS n",
            [ANNA, giro_of(ANNA)],
        )
    apply(tenant, MIGRATIONS[OLD:])
    return tenant


def test_their_targets_are_those_of_the_earliest_month(books: Database) -> None:
    for user in (ANNA, BERT):
        with books.transaction():
            act_as(books, user)
            assert books.execute(
                "SELECT first_month::text, next_month, target_pct::text FROM category_target_spans"
                " UNION ALL"
                " SELECT first_month::text, next_month, target_pct::text FROM asset_target_spans"
            ).fetchall() == [("2000-01-01", None, "0.250000"), ("2000-01-01", None, "0.750000")]


def test_their_audit_begins_with_every_row_and_holds(books: Database) -> None:
    for user, values in ((ANNA, 842), (BERT, 1)):
        with books.transaction():
            act_as(books, user)
            events = books.execute("SELECT event_type, sequence FROM audit_events").fetchall()
            assert events == [("audit.begin", 1)]
            kept = books.execute(
                "SELECT table_name, sum(row_count) FROM audit_changes GROUP BY 1 ORDER BY 1"
            ).fetchall()
            assert dict(kept) == {
                "asset_inputs": values, "asset_targets": 1, "assets": 1, "expense_items": 1,
                "category_allocation_targets": 1, "recurring_items": 1, "target_sets": 1,
                "users": 1,
            }  # fmt: skip
            differences = "SELECT count(*) FROM audit_differences(current_user_id())"
            assert books.execute(differences).fetchone() == (0,)


def test_what_comes_later_is_kept_for_an_owner_whom_row_security_holds(books: Database) -> None:
    """Also a user who is added while nobody is identified."""
    with books.transaction():
        books.execute("INSERT INTO users (email) VALUES ('carla@example.org')")
    with books.transaction():
        books.execute(
            "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'c%'"
        )
        assert books.execute("SELECT event_type, sequence FROM audit_events").fetchall() == [
            ("users.insert", 1)
        ]
    with books.transaction():
        act_as(books, ANNA)
        books.execute("DELETE FROM expense_items WHERE user_id = %s", [ANNA])
    with books.transaction():
        act_as(books, ANNA)
        (event,) = books.execute("SELECT id FROM audit_events WHERE sequence = 2").fetchall()
        assert books.execute("SELECT * FROM undo_event(%s, %s)", [ANNA, event[0]]).fetchall() == []
        assert books.execute("SELECT count(*) FROM expense_items").fetchone() == (1,)


def test_names_that_were_two_and_would_be_one_are_numbered(template: str, tenant: Database) -> None:
    """The older keeps its name; what was done is in the audit, which holds."""
    (fold,) = [place for place, one in enumerate(MIGRATIONS) if "folded_names" in one.name]
    apply(tenant, MIGRATIONS[:fold])
    with tenant.transaction():
        tenant.execute(
            "INSERT INTO users (id, email, created_at) VALUES"
            " (%s, 'zo\u00eb@example.org', '2026-01-01'),"
            " (%s, 'zoe\u0308@example.org', '2026-01-02')",
            [ANNA, BERT],
        )
    with tenant.transaction():
        act_as(tenant, ANNA)
        for day, name in enumerate(
            ("Caf\u00e9", "CAFE\u0301", "cafe\u0301 (2)", "Strasse", "stra\u00dfe", "Bank"), start=1
        ):
            tenant.execute(
                "INSERT INTO assets (user_id, category_id, asset_name, created_at)"
                " VALUES (%s, %s, %s, make_date(2026, 1, %s))",
                [ANNA, CASH, name, day],
            )
    apply(tenant, MIGRATIONS[fold:])
    with tenant.transaction():
        act_as(tenant, ANNA)
        names = tenant.execute("SELECT asset_name FROM assets ORDER BY created_at").fetchall()
        assert [name for (name,) in names] == [
            "Caf\u00e9", "CAFE\u0301 (3)", "cafe\u0301 (2)", "Strasse", "stra\u00dfe (2)", "Bank",
        ]  # fmt: skip
        emails = tenant.execute("SELECT email FROM users ORDER BY created_at").fetchall()
        assert ("zo\u00eb@example.org",) in emails
        assert tenant.execute(
            "SELECT count(*) FROM audit_differences(current_user_id())"
        ).fetchone() == (0,)
    with tenant.transaction():
        act_as(tenant, BERT)
        assert tenant.execute("SELECT email FROM users WHERE id = %s", [BERT]).fetchall() == [
            ("zoe\u0308+2@example.org",)
        ]


def test_what_a_plan_carried_by_an_earlier_roll_it_carries_on(
    template: str, tenant: Database
) -> None:
    """Rolled by carry and set by hand since: 100 - 80 beside 100, whatever the policy is now."""
    apply(tenant, MIGRATIONS[:10])
    with tenant.transaction():
        settle(tenant, ANNA)
        own = valid_row("expense_categories", ANNA)
        insert(tenant, "expense_categories", own)
        (found,) = tenant.execute(
            "SELECT id FROM expense_categories WHERE code = 'MY_OWN'"
        ).fetchall()
        for month, carried in ((1, 0), (2, 20)):
            row = valid_row("budgets", ANNA) | {"month": month, "budget_amount": 100}
            insert(tenant, "budgets", row | {"category_id": found[0], "carried_amount": carried})
        insert(
            tenant,
            "expense_items",
            valid_row("expense_items", ANNA) | {"category_id": found[0], "amount": 80},
        )
    apply(tenant, MIGRATIONS[10:])
    with tenant.transaction():
        act_as(tenant, ANNA)
        assert tenant.execute(
            "SELECT carried, available FROM"
            " budget_chain(%s, %s, '2026-02-01', '2026-02-01', 'adjust')"
            " WHERE period = '2026-02-01'",
            [ANNA, found[0]],
        ).fetchall() == [(20, 120)]
        assert tenant.execute("SELECT count(*) FROM audit_differences(%s)", [ANNA]).fetchone() == (
            0,
        )
