"""The migrations ask for no superuser: the owner of an empty database is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import errors

from tests.support.schema_rows import ANNA, Database, insert, settle, valid_row, value

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
