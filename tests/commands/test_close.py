"""finally close: months in order, what they lack, their seals, and how they are opened again.

Books of cash and expenses from 2026-07 to 2026-10, looked at on 2026-11-15.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from finally_cli.store.statements import body
from tests.conftest import Outcome, Run
from tests.support.schema_rows import ANNA, insert, settle, valid_row, value


@pytest.fixture
def home(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Till and Bank from 2026-07 to 2026-10, explained by the entries; Bank lacks 2026-10."""
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-15")
    assert run("asset", "add", "Till", "--category", "cash").exit_code == 0
    assert run("asset", "add", "Bank", "--category", "cash").exit_code == 0
    for month, till, bank in (("07", 100, 500), ("08", 90, 500), ("09", 80, 500)):
        kept = run("snapshot", "add", f"Till={till}", f"Bank={bank}", "--month", f"2026-{month}")
        assert kept.exit_code == 0, kept.stderr
        assert run("expense", "add", "10", "food", "--month", f"2026-{month}").exit_code == 0
    assert run("snapshot", "add", "Till=70", "--month", "2026-10").exit_code == 0
    assert run("expense", "add", "10", "food", "--month", "2026-10").exit_code == 0
    return run


def seal(db: psycopg.Connection[Any]) -> None:
    """Have the audit's events, as a commit does."""
    db.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refused(done: Outcome, code: str, exit_code: int) -> str:
    assert (done.error["code"], done.exit_code) == (code, exit_code), done.stderr
    return str(done.error["message"])


def test_months_close_in_order(home: Run) -> None:
    early = home("close", "2026-09", "--json")
    assert refused(early, "EARLIER_MONTH_OPEN", 6) == "2026-07 is open, and months close in order"
    assert early.error["hint"] == (
        "Close it first: finally close 2026-07, or all of them: finally close 2026-09 --earlier"
    )
    first = home("close", "2026-07", "--json")
    assert first.json["closed_through"] == "2026-07"
    assert [row["month"] for row in first.json["rows"]] == ["2026-07"]
    assert first.json["rows"][0] | {"month": ""} == {
        "month": "", "recorded": 2, "carried": [], "missing": [], "net_worth": "600.00",
        "income": None, "expenses": "10.00",
    }  # fmt: skip
    assert home("close").stdout == "Closed 2026-08: nothing in it changes any more.\n"
    rows = home("close", "list", "--json").json["rows"]
    assert [row["month"] for row in rows] == ["2026-08", "2026-07"]


def test_a_misspelled_verb_is_no_month(home: Run) -> None:
    for typed, meant in (("lst", "list"), ("show", "list"), ("verfy", "verify")):
        done = home("close", typed)
        assert done.exit_code == 2
        assert done.stderr.endswith(f"Did you mean: finally close {meant}\n")
    assert "is not a month" in home("close", "foo").stderr
    assert home("close", "last", "--earlier", "--dry-run", "--yes").exit_code == 0


def test_the_names_of_a_month_are_one_cell_of_csv(home: Run) -> None:
    home("snapshot", "delete", "Till", "--month", "2026-09", "--yes")
    home("snapshot", "delete", "Bank", "--month", "2026-09", "--yes")
    home("snapshot", "carry", "--month", "2026-09")
    done = home("close", "2026-09", "--earlier", "--yes", "--csv")
    assert done.stdout.splitlines()[-1] == '2026-09,2,"Bank, Till",,590.00,,10.00'


def test_the_first_close_is_up_to_the_newest_month_with_values(home: Run) -> None:
    done = home("close", "--yes", "--json").json
    assert [row["month"] for row in done["rows"]] == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert done["closed_through"] == "2026-10"
    assert home("close", "list", "--json").json["rows"][0]["missing"] == 1
    # Months before the first one are closed, too.
    before = home("expense", "add", "5", "food", "--month", "2019-01", "--json")
    assert refused(before, "MONTH_CLOSED", 6).startswith("2019-01 is closed, since ")
    assert before.error["hint"] == "To change it: finally close reopen 2019-01 --reason TEXT"
    assert before.error["month"] == "2019-01"
    assert home("expense", "add", "5", "food", "--month", "2026-11").exit_code == 0


def test_a_month_that_is_not_over_or_closed_already_is_not_closed(home: Run) -> None:
    for month in ("2026-11", "2027-03"):
        assert refused(home("close", month, "--json"), "MONTH_NOT_OVER", 1)
    assert home("close", "2026-10", "--earlier", "--yes").exit_code == 0
    again = home("close", "2026-08")
    assert (again.exit_code, again.stdout) == (0, "2026-08 is closed already.\n")
    alone = home("close")
    assert alone.stdout == "2026-10 is closed already, and the month after it is not over yet.\n"
    assert alone.exit_code == 0


def test_empty_books_have_nothing_to_close(run: Run) -> None:
    refused(run("close", "--json"), "NO_SNAPSHOTS", 5)
    assert (
        run("close", "list").stdout
        == "Closed months (EUR)\nNo month is closed. Close one with: finally close\n"
    )
    assert run("close", "verify").exit_code == 0


def test_what_a_month_lacks_is_said_and_a_script_must_say_that_it_closes_it(home: Run) -> None:
    assert home("close", "2026-09", "--earlier").exit_code == 0
    done = home("close", "--json")
    message = refused(done, "NOT_CONFIRMED", 1)
    assert message == "2026-10 lacks something: 2026-10 has no value of Bank."
    assert [one["code"] for one in done.error["findings"]] == ["MISSING"]
    assert done.error["hint"].endswith("or close it as it is: finally close 2026-10 --yes")
    looked = home("close", "--dry-run", "--json").json
    assert [note["command"] for note in looked["notes"]] == ["finally snapshot add --month 2026-10"]
    assert home("close", "list", "--json").json["closed_through"] == "2026-09"
    # Carried forward, and 20 less in the till than the 10 that were spent explain.
    assert home("snapshot", "carry", "--month", "2026-10").exit_code == 0
    assert home("snapshot", "add", "Till=60", "--month", "2026-10").exit_code == 0
    found = home("close", "--dry-run", "--json").json["findings"]
    assert [one["code"] for one in found] == ["CARRIED", "UNEXPLAINED"]
    assert found[0]["message"] == "In 2026-10 Bank was carried forward, not looked up."
    assert "2026-10: 10.00 more went out" in found[1]["message"]
    assert home("close", "--yes").exit_code == 0
    newest = home("close", "list", "--json").json["rows"][0]
    assert (newest["recorded"], newest["carried"], newest["findings"]) == (2, 1, 2)


def test_a_month_is_opened_with_those_after_it_and_what_changed_is_listed(
    home: Run, books: psycopg.Connection[Any]
) -> None:
    seal(books)
    assert home("close", "2026-09", "--earlier").exit_code == 0
    seal(books)
    assert home("close", "reopen", "2026-08").exit_code == 2
    assert home("close", "reopen", "2026-08", "--reason", "  ").exit_code == 2
    opened = home("close", "reopen", "2026-08", "--reason", "a late invoice", "--json").json
    assert [row["month"] for row in opened["rows"]] == ["2026-08", "2026-09"]
    assert opened["closed_through"] == "2026-07"
    seal(books)
    assert home("expense", "add", "7", "food", "--month", "2026-08").exit_code == 0
    seal(books)
    assert home("snapshot", "add", "Till=83", "--month", "2026-08").exit_code == 0
    seal(books)
    done = home("close", "2026-08", "--yes", "--json").json
    told = [(one["operation"], one["table_name"]) for one in done["changes"]]
    assert told == [("insert", "expense_items"), ("update", "asset_inputs")]
    assert done["changes"][0]["command"] == "finally expense add 7 food --month 2026-08"
    seal(books)
    said = home("close", "2026-09", "--yes").stdout
    assert 'opened again for "a late invoice"; changed since: nothing.' in said
    seals = home("close", "list", "--all", "--json").json["rows"]
    assert [(row["month"], row["reason"]) for row in seals] == [
        ("2026-09", None), ("2026-09", "a late invoice"), ("2026-08", None),
        ("2026-08", "a late invoice"), ("2026-07", None),
    ]  # fmt: skip
    assert (
        home("close", "reopen", "2026-10", "--reason", "x").stdout == "2026-10 is open already.\n"
    )


def test_a_close_is_not_undone_nor_is_what_was_done_in_a_closed_month(
    home: Run, books: psycopg.Connection[Any]
) -> None:
    seal(books)
    assert home("expense", "add", "3", "food", "--month", "2026-10").exit_code == 0
    seal(books)
    event = home("audit", "list", "--json").json["rows"][0]["id"]
    assert home("close", "2026-10", "--earlier", "--yes").exit_code == 0
    seal(books)
    done = home("undo", "--json")
    assert refused(done, "SEAL_IS_KEPT", 6).endswith("closed 2026-10, which is not taken back")
    assert done.error["hint"] == "To open it again: finally close reopen 2026-10 --reason TEXT"
    refused(home("undo", event, "--json"), "MONTH_CLOSED", 6)
    assert home("close", "reopen", "2026-10", "--reason", "a slip").exit_code == 0
    seal(books)
    assert home("undo", event).exit_code == 0


# What is altered with the triggers asleep, and what is said of it first.
TAMPERINGS: dict[str, tuple[str, str, str | None]] = {
    "UPDATE asset_inputs SET total = 1 WHERE month = 2": ("2026-02", "rows", "asset_inputs"),
    "UPDATE asset_inputs SET notes = 'x' WHERE month = 2": ("2026-02", "rows", "asset_inputs"),
    "DELETE FROM budgets WHERE month = 1": ("2026-01", "rows", "budgets"),
    "UPDATE budgets SET month = 5 WHERE month = 3": ("2026-03", "rows", "budgets"),
    "UPDATE fx_rates SET year = 2019 WHERE month = 4": ("2026-01", "rows", "fx_rates"),
    "UPDATE month_seals SET facts = '{}' WHERE month = 2": ("2026-02", "seal", None),
    "UPDATE month_seals SET contents = '{}' WHERE month = 2": ("2026-02", "seal", None),
    "UPDATE month_seals SET closed_by = 'x' WHERE month = 3": ("2026-03", "seal", None),
    "UPDATE month_seals SET sequence = 7 WHERE month = 3": ("2026-03", "link", None),
    "DELETE FROM month_seals WHERE month = 2": ("2026-03", "link", None),
    "UPDATE month_seals SET reopened_at = now(), reopened_by = 'x', reason = 'y',"
    " reopened_hash = '' WHERE month = 3": ("2026-03", "reopening", None),
}


def test_whatever_is_altered_behind_the_triggers_is_found(owner: psycopg.Connection[Any]) -> None:
    settle(owner, ANNA)
    for month in (1, 2, 3, 4):
        for table in ("asset_inputs", "budgets", "fx_rates"):
            insert(owner, table, valid_row(table, ANNA) | {"month": month})
    for month in (1, 2, 3):
        assert value(owner, "SELECT close_month(%s, make_date(2026, %s, 1), NULL)", ANNA, month)
    owner.execute("SET LOCAL session_replication_role = replica")

    def found() -> list[tuple[str, str, str | None]]:
        rows = owner.execute(body("close/verify"), {"user_id": ANNA}).fetchall()
        return [(f"{month:%Y-%m}", problem, table) for month, _, problem, table in rows]

    assert found() == []
    for tampering, wanted in TAMPERINGS.items():
        with owner.transaction(force_rollback=True):
            owner.execute(tampering.encode())
            assert wanted in found()[:2], tampering


def test_a_seal_that_says_something_else_than_ours_is_listed_too(
    home: Run, books: psycopg.Connection[Any]
) -> None:
    """By psql a person can close a month of their own with findings of any shape, for good."""
    for month, findings in (("07", '{"findings": 3}'), ("08", '{"findings": {"a": 1}}')):
        books.execute(
            "SELECT close_month(user_id, %s::date, %s::jsonb) FROM assets LIMIT 1",
            (f"2026-{month}-01", findings),
        )
    rows = home("close", "list", "--json").json["rows"]
    assert [(row["month"], row["recorded"], row["net_worth"]) for row in rows] == [
        ("2026-08", 2, "590.00"),
        ("2026-07", 2, "600.00"),
    ]


def test_what_is_to_be_rolled_again_begins_at_the_first_open_month(home: Run) -> None:
    assert home("budget", "set", "food", "100", "--month", "2026-07").exit_code == 0
    for month in ("08", "09", "10"):
        assert home("budget", "roll", "--month", f"2026-{month}").exit_code == 0
    assert home("expense", "add", "9", "food", "--month", "2026-07").exit_code == 0
    report = ("report", "budget", "--month", "2026-09", "--json")

    def commands() -> list[str]:
        notes = home(*report).json["notes"]
        return [note["command"] for note in notes if note["code"] == "DIFFERS"]

    assert commands() == ["finally budget roll --again --from 2026-08 --to 2026-10"]
    assert home("close", "2026-08", "--earlier", "--yes").exit_code == 0
    assert commands() == ["finally budget roll --again --from 2026-09 --to 2026-10"]
    assert home("budget", "roll", "--again", "--from", "2026-08", "--to", "2026-10").exit_code == 6
    assert home("close", "2026-10", "--earlier", "--yes").exit_code == 0
    assert commands() == []


def test_columns_that_are_added_later_leave_seals_as_they_are(
    owner: psycopg.Connection[Any],
) -> None:
    settle(owner, ANNA)
    insert(owner, "budgets", valid_row("budgets", ANNA))
    assert value(owner, "SELECT close_month(%s, '2026-01-01', NULL)", ANNA)
    owner.execute("ALTER TABLE budgets ADD COLUMN colour text DEFAULT 'red'")
    kept = value(owner, "SELECT contents FROM month_seals")
    assert kept["budgets"]["rows"] == 1
    now = value(
        owner, "SELECT month_contents(%s, NULL, '2026-01-01', contents) FROM month_seals", ANNA
    )
    assert now == kept
