"""Ann's books of sample.sql, with five rules and two bank rows that wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Run, Server, command_line


@pytest.fixture
def household(
    server: Server,
    sample_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Nothing of what is done to them stays."""
    monkeypatch.setenv("FINALLY_USER", "ann")
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        connection.execute("SELECT 1")  # whatever follows is a part of this transaction
        yield command_line(connection, monkeypatch, capsys)
        connection.rollback()
