"""What is said to be done next, by what the books are: kept by quantity, closed, or lent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from finally_cli.store import identity
from tests.conftest import Run

OCTOBER = ("--month", "2026-10")
STRICT = ("report", "networth", *OCTOBER, "--strict")


@pytest.fixture
def household(run: Run) -> Run:
    """Cash and a fund by quantity with a value in September; cash has one in October, too."""
    for month in ("2026-09", "2026-10"):
        run("snapshot", "add", "Cash", "100", "--category", "CASH", "--month", month)
    fund = ("Fund", "--quantity", "10", "--price", "5", "--category", "ETF_STOCKS")
    run("snapshot", "add", *fund, "--month", "2026-09")
    return run


def command(run: Run, *report: str, code: str = "MISSING") -> str | None:
    """The command of a note."""
    notes = run("report", *report, *OCTOBER, "--json").json["notes"]
    found: str | None = next(note["command"] for note in notes if note["code"] == code)
    return found


def values_line(run: Run) -> Any:
    """The command of the status for the values that lack."""
    rows = run("status", "--json").json["rows"]
    return next((row["command"] for row in rows if row["line"] == "values"), None)


def test_what_a_price_on_record_makes_is_filled_and_else_recorded_with_its_quantity(
    household: Run,
) -> None:
    assert command(household, "networth") == "finally snapshot carry --month 2026-10"
    assert household(*STRICT).stderr.splitlines()[1] == (
        '  Record them with: finally snapshot add "Fund" --quantity QUANTITY --price PRICE'
        " --month 2026-10"
    )
    assert values_line(household) == "finally snapshot add --month 2026-10"
    household("price", "set", "Fund", "6", "--month", "2026-10")
    fill = "finally snapshot fill --month 2026-10"
    assert command(household, "networth") == fill
    assert household(*STRICT).stderr.splitlines()[1] == f"  Record them with: {fill}"
    assert values_line(household) == fill
    closing = household("close", "2026-10", "--earlier", "--dry-run", "--json").json
    assert fill in [note["command"] for note in closing["notes"]]
    carried = household("snapshot", "carry", *OCTOBER, "--json").json
    assert [note["command"] for note in carried["notes"]] == [fill]
    assert command(household, "networth", code="CARRIED") == fill
    assert household("snapshot", "fill", *OCTOBER).exit_code == 0
    assert household(*STRICT).exit_code == 0
    # Where something else lacks a value, too, the walk asks for both; to carry comes after filling.
    household("snapshot", "delete", "Fund", *OCTOBER, "--yes")
    household("snapshot", "add", "Gold", "7", "--category", "CASH", "--month", "2026-09")
    assert values_line(household) == "finally snapshot add --month 2026-10"
    assert command(household, "networth") == fill


def test_a_month_that_is_closed_is_opened_first(household: Run) -> None:
    assert household("close", "2026-10", "--earlier", "--yes").exit_code == 0
    reopen = "finally close reopen 2026-10 --reason TEXT"
    assert household(*STRICT).stderr.splitlines()[1] == (
        f"  2026-10 is closed. Open it first: {reopen}"
    )
    note = household("report", "networth", *OCTOBER, "--json").json["notes"][0]
    assert (note["code"], note["command"]) == ("MISSING", reopen)
    assert note["message"].endswith(" 2026-10 is closed.")


def test_nobody_types_what_a_closed_month_does_not_keep(household: Run) -> None:
    assert household("close", "2026-10", "--earlier", "--yes").exit_code == 0
    for words in (("add",), ("edit", "--editor")):  # before a terminal or an editor is looked for
        refused = household("snapshot", *words, *OCTOBER, "--json")
        assert (refused.exit_code, refused.error["code"]) == (6, "MONTH_CLOSED")
        assert refused.error["hint"].endswith("finally close reopen 2026-10 --reason TEXT")


def test_whoever_reads_lent_books_is_told_to_write_nothing_in_them(
    household: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert household("close", "2026-08", "--earlier", "--yes").exit_code == 0
    owned = household("status", "--json").json["rows"]
    assert "finally close 2026-09" in [row["command"] for row in owned]
    identify = identity.identify
    monkeypatch.setattr(
        identity, "identify", lambda *given: replace(identify(*given), is_reader=True)
    )
    lent = household("status", "--json").json["rows"]
    assert [row["text"] for row in lent] == [row["text"] for row in owned]
    said = [row["command"] for row in lent if row["command"]]
    assert all(one.startswith(("finally report ", "finally db ")) for one in said)
    assert command(household, "networth") is None
    assert household(*STRICT).stderr.splitlines()[1] == (
        "  Only the owner of the books can record what is lacking."
    )
