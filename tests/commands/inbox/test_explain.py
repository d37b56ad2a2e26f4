"""finally expense explain, finally income explain: where an entry comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store import identity
from tests.conftest import Run
from tests.support.bank_files import ofx, write


def test_an_entry_of_a_bank_row_names_the_file_the_words_and_the_rule_as_it_was(
    run: Run, tmp_path: Path
) -> None:
    run("rule", "add", "rewe", "--category", "food")
    file = write(tmp_path, ofx([("2026-10-05", "-20.00", "REWE Markt 11")]), "giro.ofx")
    assert run("import", "bank", file, "--source", "Giro").exit_code == 0
    run("rule", "edit", "1", "--category", "other")
    (entry,) = run("expense", "list", "--json").json["rows"]
    run("expense", "edit", entry["id"], "--note", "My own words")
    said = run("expense", "explain", entry["id"], "--json").json
    assert (said["source"], said["file"], said["day"]) == ("Giro", "giro.ofx", "2026-10-05")
    assert (said["text"], said["amount"]) == ("REWE Markt 11", "-20.00")
    assert (said["decided_by"], said["because"]) == ("rule", 'rule 1: "rewe" → FOOD')
    told = run("expense", "explain", entry["id"]).stdout
    assert '"REWE Markt 11"' in told
    assert f"line {said['line']} of giro.ofx" in told
    assert 'Decided by rule 1: "rewe" → FOOD.' in told


def test_a_typed_one_says_who_wrote_it_and_a_hand_that_chose_is_named(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any]
) -> None:
    run("income", "add", "4000", "salary")
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does, for the audit
    books.execute("SET CONSTRAINTS ALL DEFERRED")
    (typed,) = run("income", "list", "--json").json["rows"]
    said = run("income", "explain", typed["id"], "--json").json
    assert said["row_id"] is None
    assert said["written_by"] == "finally_app"
    assert "income add 4000 salary" in run("income", "explain", typed["id"]).stdout

    file = write(tmp_path, ofx([("2026-10-05", "-20.00", "Kiosk")]), "giro.ofx")
    run("import", "bank", file, "--source", "Giro")
    (row,) = run("inbox", "--json").json["rows"]
    run("inbox", "assign", row["id"], "food")
    (entry,) = run("expense", "list", "--json").json["rows"]
    assert "Chosen by hand." in run("expense", "explain", entry["id"]).stdout


def keep(books: psycopg.Connection[Any]) -> None:
    """End what was done as a commit does, for the audit."""
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")
    books.execute("SET CONSTRAINTS ALL DEFERRED")


def test_it_says_what_was_changed_since_and_by_which_command(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("expense", "add", "12.50", "food", "--month", "2026-10")
    (entry,) = run("expense", "list", "--json").json["rows"]
    keep(books)
    run(
        "expense", "edit", entry["id"],
        "--amount", "13", "--category", "fees", "--date", "2026-11-02", "--note", "Bank",
    )  # fmt: skip
    keep(books)
    told = run("expense", "explain", entry["id"], "--json").json
    assert [(one["field"], one["before"], one["after"]) for one in told["changes"]] == [
        ("amount", "12.50", "13.00"),
        ("category", "Food", "Fees"),
        ("month", "2026-10", "2026-11"),
        ("date", None, "2026-11-02"),
        ("note", None, "Bank"),
    ]
    assert {one["actor"] for one in told["changes"]} == {"finally_app"}
    line = run("expense", "explain", entry["id"]).stdout.splitlines()[-1]
    assert 'amount 12.50 to 13.00; category "Food" to "Fees"; month 2026-10 to 2026-11' in line
    assert line.endswith("--date 2026-11-02 --note Bank")


def test_of_an_income_it_says_so_too_and_of_what_recurs_wherever_it_was_moved(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("recurring", "add", "income", "4000", "salary", "--from", "2026-10", "--note", "Acme")
    run("recurring", "post", "--month", "2026-10")
    keep(books)
    (entry,) = run("income", "list", "--json").json["rows"]
    run("income", "edit", entry["id"], "--month", "2026-09", "--category", "bonus")
    keep(books)
    said = run("income", "explain", entry["id"], "--json").json
    assert said["recurring"] == "Acme"
    assert [(one["field"], one["before"], one["after"]) for one in said["changes"]] == [
        ("category", "Salary", "Bonus"),
        ("month", "2026-10", "2026-09"),
    ]


def test_it_says_when_a_hand_chose_and_the_rate_that_a_row_was_turned_with(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any]
) -> None:
    # By hand: 20.00 USD at 0.9 are 18.00 EUR.
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-10")
    file = write(
        tmp_path,
        ofx([("2026-10-05", "-20.00", "Kiosk", "K1")], account="123456789", currency="USD"),
    )
    run("import", "bank", file, "--source", "Travel")
    keep(books)
    (row,) = run("inbox", "--json").json["rows"]
    run("inbox", "assign", row["id"], "food")
    keep(books)
    (entry,) = run("expense", "list", "--json").json["rows"]
    said = run("expense", "explain", entry["id"], "--json").json
    assert (said["rows"][0]["amount"], said["rate"], said["bank_id"]) == ("18.00", "0.90", "K1")
    assert said["source_account"] == "…6789"
    (decided,) = said["changes"]
    assert (decided["field"], decided["before"], decided["after"]) == (
        "decision", "waits", "category",
    )  # fmt: skip
    told = run("expense", "explain", entry["id"]).stdout
    assert '"Kiosk", -20.00 USD, at 0.9 EUR.' in told
    assert 'in "Travel" (…6789): line' in told
    assert "its row was decided on: " in told and f"inbox assign {row['id']} food" in told
    # Of an amount that was changed since, nobody knows the rate.
    run("expense", "edit", entry["id"], "--amount", "19")
    assert run("expense", "explain", entry["id"], "--json").json["rate"] is None


def test_a_typed_entry_that_is_linked_says_so(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any]
) -> None:
    run("expense", "add", "20", "food", "--date", "2026-10-04", "--note", "Lunch")
    keep(books)
    file = write(tmp_path, ofx([("2026-10-05", "-20.00", "Kiosk", "K1")]))
    run("import", "bank", file, "--source", "Giro")
    keep(books)
    (row,) = run("inbox", "--json").json["rows"]
    (entry,) = run("expense", "list", "--json").json["rows"]
    assert run("inbox", "assign", row["id"], "--twin", entry["id"]).exit_code == 0
    keep(books)
    told = run("expense", "explain", entry["id"]).stdout
    assert "It was in the books before the bank's row came." in told
    assert "expense add 20 food" in told
    assert "linked to its bank row" in told


def test_a_reader_of_lent_books_is_told_what_no_audit_says(
    run: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("expense", "add", "20", "food", "--note", "Lunch")
    (entry,) = run("expense", "list", "--json").json["rows"]
    keep(books)
    said = run("expense", "explain", entry["id"], "--json").json
    assert (said["written_by"], said["changes"]) == ("finally_app", [])
    identify = identity.identify
    monkeypatch.setattr(
        identity, "identify", lambda *given: replace(identify(*given), is_reader=True)
    )
    lent = run("expense", "explain", entry["id"], "--json").json
    unsaid = {"written_at": None, "written_by": None, "command": None, "changes": None}
    assert lent == said | unsaid
    assert len(run("expense", "explain", entry["id"]).stdout.splitlines()) == 1
