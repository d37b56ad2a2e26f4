"""Ann's books of sample.sql, with five rules and two bank rows that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Run, Server, command_line


@pytest.fixture
def connection(server: Server, sample_database: str) -> Iterator[psycopg.Connection[Any]]:
    """Of the everyday role, in a transaction that is rolled back."""
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as opened:
        opened.execute("SELECT 1")  # whatever follows is a part of this transaction
        yield opened
        opened.rollback()


@pytest.fixture
def household(
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Nothing of what is done to them stays."""
    monkeypatch.setenv("FINALLY_USER", "ann")
    run = command_line(connection, monkeypatch, capsys)
    run("rule", "list")  # whose books are open
    return run
