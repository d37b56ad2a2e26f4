"""A command that reads sees one state of the books, whatever others write meanwhile."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from finally_cli.commands.asset.list import LIST as ASSETS
from finally_cli.commands.report import networth
from finally_cli.commands.snapshot.list import LIST as VALUES
from finally_cli.main import main
from finally_cli.model.month import next_month
from finally_cli.model.profile import Profile
from finally_cli.store import session
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement
from tests.conftest import Server


@pytest.fixture
def dsn(server: Server, fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the books of Ann are, who has 100 in cash; the program has them open."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(
            "INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')"
        )
        connection.commit()
    monkeypatch.setenv("FINALLY_DSN", server.dsn(fresh_database))
    assert main(["snapshot", "add", "Giro", "100", "--category", "CASH"]) == 0
    return server.dsn(fresh_database)


def test_what_another_commits_between_two_statements_is_not_seen(dsn: str) -> None:
    profile = Profile(name="here", engine="server", data_dir=Path(), dsn=dsn)

    def seen(db: Database) -> tuple[list[str], list[str]]:
        values = db.all(VALUES, first=None, last=None, asset_id=None)
        assets = db.all(ASSETS, include_closed=False, last=next_month())
        return [f"{row.value:.0f}" for row in values], [row.asset for row in assets]

    with session.open_session(profile, read_only=True, tell=lambda sentence: None) as db:
        before = seen(db)
        assert before == (["100"], ["Giro"])
        assert main(["snapshot", "add", "Giro", "70"]) == 0
        assert main(["snapshot", "add", "Till", "30", "--category", "CASH"]) == 0
        assert seen(db) == before
    with session.open_session(profile, read_only=True, tell=lambda sentence: None) as db:
        assert seen(db) == (["70", "30"], ["Giro", "Till"])


def test_the_rows_and_the_totals_of_a_report_are_of_one_state(
    dsn: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thirty are added once the totals of the report are read, and before its rows are."""
    reading, done = Database.all, list[object]()

    def interrupted(db: Database, statement: Statement[Any], **params: object) -> list[Any]:
        found = reading(db, statement, **params)
        if statement is networth.TOTALS and not done:
            done.append(statement)
            assert main(["snapshot", "add", "Till", "30", "--category", "CASH", "--quiet"]) == 0
        return found

    monkeypatch.setattr(Database, "all", interrupted)
    for expected in ("100.00", "130.00"):
        capsys.readouterr()
        assert main(["report", "networth", "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert [row["value"] for row in shown["rows"]] == [expected]
        assert shown["totals"]["assets"] == expected
    assert done
