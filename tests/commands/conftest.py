"""Books that processes look at, and the program as a process on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Server, cloned
from tests.support.processes import Program
from tests.support.role_server import OwnServer


@pytest.fixture(scope="session")
def books_dsn(server: Server, template: str) -> Iterator[str]:
    """A database with one user, ann@example.org, and two assets: look, or write to months of 2030
    on only."""
    with cloned(server, template, "processes") as name:
        with closing(server.connect(name)) as connection:
            connection.execute(
                "INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')"
            )
            connection.execute(
                "WITH ann AS ("
                " SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users"
                "), added AS ("
                " INSERT INTO assets (user_id, category_id, asset_name)"
                " SELECT ann.id, asset_categories.id, asset FROM ann"
                " CROSS JOIN (VALUES ('Checking', 'CASH'), ('Car loan', 'LOAN')) AS o (asset, code)"
                " JOIN asset_categories USING (code) RETURNING user_id, id, asset_name"
                ") INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
                " SELECT user_id, id, 2026, 10, CASE asset_name WHEN 'Checking' THEN 1000"
                " ELSE -400 END FROM added"
            )
            connection.commit()
        yield server.dsn(name)


@pytest.fixture
def program(tmp_path: Path, books_dsn: str) -> Program:
    """The program on those books, at a home where nothing is."""
    return Program(tmp_path, {"FINALLY_DSN": books_dsn})


@pytest.fixture(scope="session")
def own_server(clean_environment: None) -> Iterator[OwnServer]:
    server = OwnServer()
    yield server
    server.embedded.leave()


@pytest.fixture(scope="session")
def amazon(clean_environment: None) -> Iterator[str]:
    """The address of a server that answers as AWS does."""
    from tests.support.amazon_prices import started  # half a second, which few tests need

    server, address = started()
    yield address
    server.stop()
