"""finally import json of books with closed months: closed anew where all comes back, else left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

Books = dict[str, Any]
Bring = Callable[..., Outcome]
OTHER = "00000000-0000-0000-0000-000000000001"
ZOE = "zoe@example.org"
REASON = ("--reason", "a late invoice")


def commit(app: psycopg.Connection[Any]) -> None:
    """Have what was done before as one change, as if it were committed."""
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def closed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Books:
    """Ann's books of 2026-08 to 2026-10, closed to 2026-09; 2026-08 was reopened once."""
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-15")
    for line in (
        "asset add Till --category cash",
        "asset add Bank --category cash",
        "snapshot add Till=100 Bank=500 --month 2026-08",
        "snapshot add Till=90 --month 2026-09",
        "snapshot add Till=80 --month 2026-10",
        "expense add 10 food --month 2026-09",
        "close 2026-08 --yes",
        "close reopen 2026-08 --reason forgot",
        "close 2026-09 --earlier --yes",
    ):
        done = run(*line.split())
        assert done.exit_code == 0, f"{line}: {done.stderr}"
    exported: Books = run("export", "json").json
    return exported


@pytest.fixture
def bring(run: Run, closed: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Import these books into those of Zoe, which are empty at first."""
    assert run("user", "add", ZOE).exit_code == 0
    monkeypatch.setenv("FINALLY_USER", ZOE)

    def bring_in(books: Books, *arguments: str) -> Outcome:
        file = tmp_path / "changed.json"
        file.write_text(json.dumps(books))
        return run("import", "json", str(file), "--json", "--yes", *arguments)

    return bring_in


def exported(run: Run) -> Books:
    books: Books = run("export", "json").json
    del books["user"]
    return books


def notes(done: Outcome) -> list[str]:
    assert done.exit_code == 0, done.stderr
    return [note["code"] for note in done.json["notes"]]


def sealed(run: Run) -> list[tuple[str, int, int, int]]:
    """Of each seal that holds, its month, and how many values, missing ones and findings it has."""
    rows = run("close", "list", "--json").json["rows"]
    return [(one["month"], one["recorded"], one["missing"], one["findings"]) for one in rows]


def test_closed_months_come_back_closed_with_what_was_known_of_them(
    closed: Books, bring: Bring, run: Run
) -> None:
    assert [(one["month"], one["closed_by"]) for one in closed["closes"]] == [
        ("2026-08", "finally_app"), ("2026-09", "finally_app"),
    ]  # fmt: skip
    assert json.loads(closed["closes"][1]["facts"])["missing"] == ["Bank"]
    assert notes(bring(closed)) == []
    # In 2026-09 Bank has no value, and the 500 that went with it are unexplained.
    assert [one[:3] for one in sealed(run)] == [("2026-09", 1, 1), ("2026-08", 2, 0)]
    assert sealed(run)[0][3] == len(json.loads(closed["closes"][1]["facts"])["findings"]) > 0
    assert exported(run) == {name: said for name, said in closed.items() if name != "user"}
    assert run("close", "verify").exit_code == 0
    late = run("expense", "add", "5", "food", "--month", "2026-09", "--json")
    assert (late.exit_code, late.error["code"]) == (6, "MONTH_CLOSED")
    coverage = run("report", "networth", "--json").json["coverage"]
    assert (coverage["open_months"], coverage["open_from"]) == (1, "2026-10")


def test_an_import_that_closed_months_is_taken_back_once_they_are_open(
    closed: Books, bring: Bring, run: Run, app: psycopg.Connection[Any]
) -> None:
    empty = exported(run)
    commit(app)
    assert bring(closed).exit_code == 0
    newest, brought = (one["id"] for one in run("audit", "list", "--json").json["rows"][:2])
    at_once = run("undo", newest, "--json")
    assert (at_once.exit_code, at_once.error["code"]) == (6, "SEAL_IS_KEPT")
    assert "finally close reopen 2026-09 --reason TEXT" in at_once.error["hint"]
    early = run("undo", brought, "--json")
    assert (early.exit_code, early.error["code"]) == (6, "MONTH_CLOSED")
    assert early.error["hint"] == "To change it: finally close reopen 2026-09 --reason TEXT"
    assert run("close", "reopen", "2026-08", *REASON).exit_code == 0
    commit(app)
    undone = run("undo", brought)
    assert undone.exit_code == 0, undone.stderr
    assert exported(run) == empty
    assert notes(bring(closed)) == []  # they are empty again
    assert [one[0] for one in sealed(run)] == ["2026-09", "2026-08"]


def test_books_that_have_something_keep_their_months_open_but_with_replace(
    closed: Books, bring: Bring, run: Run
) -> None:
    assert run("user", "edit", "--currency", "EUR").exit_code == 0
    assert run("asset", "add", "Fund", "--category", "etf_stocks").exit_code == 0
    done = bring(closed)
    assert notes(done) == ["CLOSES_LEFT"]
    assert "Close them: finally close 2026-09 --earlier" in done.stderr
    assert sealed(run) == []
    assert notes(bring(closed, "--replace", "--dry-run")) == []
    assert sealed(run) == []
    assert notes(bring(closed, "--replace")) == []
    assert [one[0] for one in sealed(run)] == ["2026-09", "2026-08"]
    assert notes(bring(closed)) == notes(bring(closed, "--replace")) == []  # closed already

    # What differs in a closed month is refused whole, and with it what is new in an open one.
    before = exported(run)
    closed["expenses"][0]["amount"] = "11.00"
    closed["expenses"].append(closed["expenses"][0] | {"id": OTHER, "month": "2026-10"})
    refused = bring(closed, "--replace")
    assert (refused.exit_code, refused.error["code"]) == (6, "MONTH_CLOSED")
    assert exported(run) == before


def test_a_file_without_closes_and_one_with_months_to_come(
    closed: Books, bring: Bring, run: Run
) -> None:
    early = closed["closes"][1] | {"month": "2026-11"}
    closed["closes"] = [early, *closed["closes"][:1], *closed["closes"]]  # in any order, and twice
    assert notes(bring(closed, "--dry-run")) == ["CLOSES_LEFT"]
    del closed["closes"]
    assert notes(bring(closed)) == []
    assert sealed(run) == []


WRONG = {
    "[]": "facts are no object of JSON",
    '{"findings": [': "facts are no object of JSON",
    '{"a": "\\u0000"}': "facts are none of a closed month",
    '{"a": ' + "[" * 20 + "]" * 20 + "}": "facts are none of a closed month",
    '{"a": 1e999999}': "facts hold a number that is none of a closed month",
    None: "facts is null",
}


def test_facts_that_no_seal_has_are_refused(closed: Books, bring: Bring, run: Run) -> None:
    for facts, reason in WRONG.items():
        closed["closes"][1]["facts"] = facts
        refused = bring(closed)
        assert (refused.exit_code, refused.error["code"]) == (7, "BAD_ROWS")
        assert refused.error["rows"] == [{"table": "closes", "row": 2, "reason": reason}]
    assert sealed(run) == []
