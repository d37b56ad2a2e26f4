"""What the document this product implements tells an operator: backup, restore, monitoring.

seed.md is that document, unchanged; its commands are run by bash and its statements by the server,
as they stand there. `finally db backup`, `db sizes` and `db indexes` are the program's own ways.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL

from finally_cli.store.embedded import EmbeddedServer, binaries
from tests.conftest import Run, Server, command_line
from tests.conventions.test_goldens import LOOKS

SEED = (Path(__file__).parents[1] / "support" / "seed.md").read_text(encoding="utf-8")
GOLDEN = Path(__file__).parents[1] / "golden"
BOOKS = ("users", "assets", "asset_inputs", "incoming_items", "audit_events")


def example(title: str, language: str) -> str:
    """What stands under that heading, in one language."""
    block = rf"^### {re.escape(title)}\n```{language}\n(.*?)```"
    found = re.search(block, SEED, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


class Operator:
    """Somebody in a folder who does what the document says, with the programs of this version."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder

    def types(self, line: str, database: str, user: str) -> subprocess.CompletedProcess[str]:
        programs = self.server.binary("pg_dump").parent
        where = {"DB_HOST": self.server.host, "DB_USER": user, "DB_NAME": database}
        path = {"PATH": f"{programs}:{os.environ['PATH']}", "PGPORT": str(self.server.port)}
        return subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env=binaries.client_environment() | where | path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def backs_up(self, database: str, user: str) -> subprocess.CompletedProcess[str]:
        return self.types(example("Create Backup", "bash"), database, user)

    @property
    def backup(self) -> Path:
        (file,) = self.folder.glob("backup_????????.dump")
        return file

    def restores(self, database: str, user: str) -> subprocess.CompletedProcess[str]:
        """The file is of another day than the document's."""
        line = re.sub(r"backup_\d{8}\.dump", self.backup.name, example("Restore Backup", "bash"))
        assert self.backup.name in line
        return self.types(line, database, user)


@pytest.fixture(scope="module")
def restored(
    server: Server, sample_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The household of sample.sql, dumped and restored as the document says."""
    operator = Operator(server, tmp_path_factory.mktemp("backups"))
    dumped = operator.backs_up(sample_database, server.owner)
    assert (dumped.returncode, dumped.stderr) == (0, "")
    with closing(server.connect("postgres", autocommit=True)) as connection:
        connection.execute("CREATE DATABASE restored")
        try:
            done = operator.restores("restored", server.owner)
            assert (done.returncode, done.stderr) == (0, "")
            yield "restored"
        finally:
            connection.execute("DROP DATABASE restored WITH (FORCE)")


@pytest.fixture
def restored_books(server: Server, restored: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(server.connect(restored, user=EmbeddedServer.EVERYDAY)) as connection:
        yield connection


@pytest.fixture
def look_at_restored(
    restored_books: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command line that only looks, in this process, as Ann."""
    monkeypatch.setenv("FINALLY_USER", "ann")
    return command_line(restored_books, monkeypatch, capsys)


# -- Backup & Recovery


def test_every_report_of_the_restored_books_is_that_of_the_first_ones(
    look_at_restored: Run,
) -> None:
    """The golden files are what the household itself gives: tests/house/test_goldens.py."""
    for name, words in LOOKS.items():
        shown = look_at_restored(*words, "--json")
        assert (shown.exit_code, shown.stderr) == (0, ""), name
        assert shown.stdout == (GOLDEN / f"{name}.json").read_text(encoding="utf-8"), name


def test_the_restored_history_holds_and_is_the_same(
    server: Server,
    sample_database: str,
    restored: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = []
    for database in (sample_database, restored):
        with closing(server.connect(database, user=EmbeddedServer.EVERYDAY)) as connection:
            run = command_line(connection, monkeypatch, capsys)
            asked = [
                run("audit", verb, "--user", person, "--json")
                for verb in ("verify", "anchor", "list")
                for person in ("ann", "bob")
            ]
        assert {shown.exit_code for shown in asked} == {0}
        told.append([shown.json for shown in asked])
    assert told[0] == told[1]
    assert told[0][0]["rows"] == [], "what does not hold"
    assert told[0][2] != told[0][3], "an anchor is of one person's history"


def test_the_restored_books_show_nothing_to_nobody(
    restored_books: psycopg.Connection[Any],
) -> None:
    for table in set(BOOKS) - {"users"}:  # who there is, the program's own login may know
        counted = restored_books.execute(SQL("SELECT count(*) FROM " + table)).fetchone()
        assert counted == (0,), table


def test_the_everyday_role_is_refused_a_dump_and_gets_no_empty_one(
    server: Server, sample_database: str, tmp_path: Path
) -> None:
    operator = Operator(server, tmp_path)
    dumped = operator.backs_up(sample_database, EmbeddedServer.EVERYDAY)
    assert dumped.returncode != 0
    assert "pg_dump: error: " in dumped.stderr
    assert not operator.backup.stat().st_size


# -- Monitoring


def test_the_table_sizes_come_as_the_document_asks_for_them(app: psycopg.Connection[Any]) -> None:
    rows = app.execute(SQL(example("Check Table Sizes", "sql"))).fetchall()
    assert set(BOOKS) < {table for table, _ in rows}
    assert all(re.fullmatch(r"\d+ (bytes|kB|MB)", size) for _, size in rows)


def test_the_index_usage_runs_with_the_names_that_postgresql_has(
    app: psycopg.Connection[Any],
) -> None:
    """The document's statement cannot run on any PostgreSQL: pg_stat_user_indexes calls its columns
    relname and indexrelname (tablename and indexname are pg_indexes'). Nothing of ours is in it.
    """
    statement = example("Check Index Usage", "sql")
    with pytest.raises(psycopg.errors.UndefinedColumn, match='"tablename"'), app.transaction():
        app.execute(SQL(statement))
    for name, true_name in (("tablename", "relname"), ("indexname", "indexrelname")):
        statement, times = re.subn(rf"\b{name}\b", f"{true_name} AS {name}", statement)
        assert times == 1
    rows = app.execute(SQL(statement)).fetchall()
    assert ("public", "asset_inputs", "asset_inputs_by_month") in {row[:3] for row in rows}
    scans = [row[3] for row in rows]
    assert scans == sorted(scans, reverse=True)
