"""finally report restated, on changes of which each does what is said here. Today is 2026-11-15.

Values in EUR: 2026-09 Savings 1000, Loan -400: 600. 2026-10 Savings 1100, Loan -350: 750.
Incomes of 2026-09: 2000. Expenses of 2026-09: 50 + 30. Then:

  a  Savings of 2026-09 is 1200    net worth of 2026-09 +200: 800
  b  the expense of 30 is of 2026-10 now    expenses of 2026-09 -30: 50; of 2026-10 30, new
  c  an expense of 7.50 in 2026-09    expenses of 2026-09 +7.50: 57.50
  d  an income of 2026-10    new: of 2026-10 nothing was on record
  e  9 spent in 2026-09, and taken back    nothing
"""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest

from finally_cli.commands.report import restated
from tests.conftest import Run
from tests.store.test_schema_audit import seal

BOOKS = (
    "snapshot add Savings 1000 --category CASH --month 2026-09",
    "snapshot add Loan 400 --category LOAN --month 2026-09",
    "snapshot add Savings=1100 Loan=350 --month 2026-10",
    "income add 2000 SALARY --month 2026-09",
    "expense add 50 FOOD --month 2026-09",
    "expense add 30 FOOD --month 2026-09 --note shoes",
)


@pytest.fixture
def done(run: Run, books: psycopg.Connection[Any]) -> Run:
    """Run a command as if it were committed: its event is sealed, and the next begins anew."""

    def command(*given: str) -> Any:
        told = run(*given)
        seal(books)
        for setting in ("finally.undoes", "finally.command", "finally.command_line"):
            books.execute("SELECT set_config(%s, '', true)", [setting])
        return told

    seal(books)
    for line in BOOKS:
        told = command(*line.split())
        assert told.exit_code == 0, told.stderr
    return command


def newest(db: psycopg.Connection[Any]) -> str:
    found = db.execute("SELECT id::text FROM audit_events ORDER BY sequence DESC LIMIT 1")
    (event,) = found.fetchone() or ("",)
    return str(event)


def change_the_books(done: Run) -> None:
    expenses = done("expense", "list", "--search", "shoes", "--json").json["rows"]
    for line in (
        "snapshot edit Savings --value 1200 --month 2026-09",
        f"expense edit {expenses[0]['id']} --month 2026-10",
        "expense add 7.50 FOOD --month 2026-09",
        "income add 1 SALARY --month 2026-10",
        "expense add 9 FOOD --month 2026-09",
        "undo",
    ):
        told = done(*line.split())
        assert told.exit_code == 0, told.stderr


def lines(told: Any) -> list[tuple[str, str, str | None, str | None, str]]:
    return [
        (row["month"], row["figure"], row["known"], row["now"], row["change"])
        for row in told.json["rows"]
    ]


def test_each_figure_that_is_another_one_is_told_with_the_commands_that_did_it(
    done: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restated, "local_day", lambda at: date(2026, 10, 31))
    event = newest(books)
    change_the_books(done)
    told = done("report", "restated", "--since", event, "--json")
    assert lines(told) == [
        ("2026-09", "net worth", "600.00", "800.00", "200.00"),
        ("2026-09", "expenses", "80.00", "57.50", "-22.50"),
    ]
    assert [
        (one["figure"], one["change"], one["command"].removeprefix("finally ")[:13])
        for one in told.json["causes"]
    ] == [
        ("net worth", "200.00", "snapshot edit"),
        ("expenses", "-9.00", "undo"),
        ("expenses", "9.00", "expense add 9"),
        ("expenses", "7.50", "expense add 7"),
        ("expenses", "-30.00", "expense edit "),
    ]
    assert told.json["since"] == event
    shown = done("report", "restated", "--since", event)
    assert "finally snapshot edit Savings --value 1200 --month 2026-09" in shown.stdout
    then = done("report", "restated", "--since", event, "--known-at", event)
    assert "Every month is as it was known." in then.stdout


def test_a_closed_month_is_compared_with_what_was_closed(
    done: Run, books: psycopg.Connection[Any]
) -> None:
    """Also with nothing: of 2026-10 no expense was on record when it was closed."""
    close = "SELECT close_month(current_user_id(), %s, '{}')"
    for month in ("2026-09-01", "2026-10-01"):
        assert books.execute(close, [month]).fetchone() == (True,)
        seal(books)
    assert lines(done("report", "restated", "--json")) == []
    books.execute("SELECT reopen_months(current_user_id(), '2026-09-01', 'a slip')")
    seal(books)
    change_the_books(done)
    told = done("report", "restated", "--since", "close", "--json")
    assert lines(told) == [
        ("2026-10", "income", None, "1.00", "1.00"),
        ("2026-10", "expenses", None, "30.00", "30.00"),
        ("2026-09", "net worth", "600.00", "800.00", "200.00"),
        ("2026-09", "expenses", "80.00", "57.50", "-22.50"),
    ]
    assert told.json["since"] == "close"
    assert books.execute(close, ["2026-09-01"]).fetchone() == (True,)
    seal(books)
    assert {line[0] for line in lines(done("report", "restated", "--json"))} == {"2026-10"}


def test_what_cannot_be_compared_is_refused(done: Run) -> None:
    told = done("report", "restated", "--since", "close", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NEVER_CLOSED")
    assert done("report", "restated", "--since", "ffffffff").exit_code == 5
    assert done("report", "restated", "--since", "2099-01-01").exit_code == 2
    assert done("report", "restated", "--since", "closed").exit_code == 2


def test_without_a_closed_month_it_is_since_thirty_days_ago(done: Run) -> None:
    told = done("report", "restated", "--json")
    assert (told.json["since"], told.json["rows"]) == ("2026-10-16", [])
