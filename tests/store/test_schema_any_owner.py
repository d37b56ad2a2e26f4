"""The migrations ask for no superuser: the owner of an empty database is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import errors

from tests.support.schema_rows import ANNA, Database, act_as, insert, settle, valid_row, value

MIGRATIONS = sorted((Path(__file__).parents[2] / "sql" / "migrations").glob("*.sql"))


@pytest.fixture(params=["", "CREATEROLE"], ids=["plain", "may make roles"])
def tenant(server: Any, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A connection as a role that owns an empty database and has no other power."""
    with server.connect("postgres", autocommit=True) as admin:
        admin.execute(f"CREATE ROLE tenant {request.param}")
        admin.execute("CREATE DATABASE tenancy OWNER tenant")
        try:
            with server.connect("tenancy", autocommit=True) as db:
                db.execute("SET SESSION AUTHORIZATION tenant")
                yield db
        finally:
            admin.execute("DROP DATABASE tenancy WITH (FORCE)")
            admin.execute("DROP ROLE tenant")


def test_the_owner_of_a_database_migrates_and_uses_it(template: str, tenant: Database) -> None:
    for migration in MIGRATIONS:
        with tenant.transaction():
            tenant.execute(migration.read_text(encoding="utf-8"))
    assert value(tenant, "SELECT count(*) FROM asset_categories") == 11

    with tenant.transaction():
        settle(tenant, ANNA)
        insert(tenant, "asset_inputs", valid_row("asset_inputs", ANNA))
        assert value(tenant, "SELECT net_worth FROM latest_networth") == 100
    assert value(tenant, "SELECT count(*) FROM latest_networth") == 0  # the identity has ended

    with pytest.raises(errors.InsufficientPrivilege), tenant.transaction():
        insert(tenant, "asset_inputs", valid_row("asset_inputs", ANNA) | {"month": 2})


def test_the_audit_is_kept_for_an_owner_whom_row_security_holds(
    template: str, tenant: Database
) -> None:
    """Also of a user who is added while nobody is identified."""
    for migration in MIGRATIONS:
        with tenant.transaction():
            tenant.execute(migration.read_text(encoding="utf-8"))
    with tenant.transaction():
        tenant.execute("INSERT INTO users (email) VALUES ('carla@example.org')")
    with tenant.transaction():
        tenant.execute(
            "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'c%'"
        )
        assert tenant.execute("SELECT event_type, sequence FROM audit_events").fetchall() == [
            ("users.insert", 1)
        ]
    with tenant.transaction():
        settle(tenant, ANNA)
        insert(tenant, "expense_items", valid_row("expense_items", ANNA))
    with tenant.transaction():
        act_as(tenant, ANNA)
        tenant.execute("DELETE FROM expense_items WHERE user_id = %s", [ANNA])
    with tenant.transaction():
        act_as(tenant, ANNA)
        (event,) = tenant.execute("SELECT id FROM audit_events WHERE sequence = 2").fetchall()
        assert tenant.execute("SELECT * FROM undo_event(%s, %s)", [ANNA, event[0]]).fetchall() == []
        assert tenant.execute("SELECT count(*) FROM expense_items").fetchone() == (1,)
