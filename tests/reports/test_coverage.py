"""How much of a report is known: `coverage` in its JSON, and --strict. Today is 2026-11-15.

Of sample.sql, by hand. In 2026-10 the flat is carried, since 2026-09, the wine is missing, and six
others are written down. In its 14 months: Checking, the Berlin account, the fund, the mortgage and
Visa 14 each, Savings and the flat 13, Wine 9 and Acme 5 are 110; Savings lacks 2026-05.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from finally_cli.commands.report import REPORTS
from finally_cli.commands.report.coverage import WITHOUT_VALUES
from tests.conftest import Run
from tests.reports.test_waiting import waiting

__all__ = ["waiting"]  # a fixture
KEYS = [
    "first", "last", "recorded", "carried", "carried_age", "missing", "bank_rows", "open_months",
    "open_from",
]  # fmt: skip


def coverage(run: Run, *words: str) -> Any:
    shown = run("report", *words, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert list(shown.json)[-2:] == ["coverage", "notes"]
    return shown.json["coverage"]


# Of the months that differ from what was known, which are none in sample.sql.
OF_NO_MONTH = {"restated"}


@pytest.mark.parametrize("name", [name for name in REPORTS if name not in OF_NO_MONTH])
def test_every_report_says_it_and_refuses_what_is_lacking(name: str, look: Run) -> None:
    found = coverage(look, name)
    assert list(found) == KEYS
    has_values = f"report.{name}" not in WITHOUT_VALUES
    assert (found["recorded"] is not None) == has_values
    assert (found["missing"] is not None) == has_values
    strict = look("report", name, "--strict")
    if has_values:
        assert (strict.exit_code, strict.stdout) == (1, "")
        assert " not all known: " in strict.stderr
        assert "no value" in strict.stderr
        assert "\n  Record them with: finally snapshot add --month 2026-" in strict.stderr
    else:
        assert (strict.exit_code, strict.stdout) == (1, "")
        assert "bank row" in strict.stderr and "value" not in strict.stderr


def test_a_month_says_what_is_known_of_it(look: Run) -> None:
    assert coverage(look, "networth") == {
        "first": "2026-10", "last": "2026-10", "recorded": 6, "carried": 1, "carried_age": 1,
        "missing": [{"asset": "Wine", "months": 1, "last_month": "2026-09"}],
        "bank_rows": 0, "open_months": 1, "open_from": "2026-10",
    }  # fmt: skip


def test_many_months_say_it_together(look: Run) -> None:
    assert coverage(look, "networth", "--months", "14") == {
        "first": "2025-09", "last": "2026-10", "recorded": 110, "carried": 1, "carried_age": 1,
        "missing": [
            {"asset": "Savings", "months": 1, "last_month": "2026-10"},
            {"asset": "Wine", "months": 1, "last_month": "2026-09"},
        ],
        "bank_rows": 0, "open_months": 14, "open_from": "2025-09",
    }  # fmt: skip


def test_what_a_report_begins_with_counts_where_it_is_the_month_before(look: Run) -> None:
    """Of June's explanation May's savings are lacking; June itself has all of its values."""
    june = coverage(look, "explain", "--month", "2026-06")
    assert (june["first"], [one["asset"] for one in june["missing"]]) == ("2026-06", ["Savings"])
    assert coverage(look, "networth", "--month", "2026-06")["missing"] == []
    refused = look("report", "explain", "--month", "2026-06", "--strict")
    assert refused.stderr == (
        'finally: 2026-06 is not all known: 1 asset has no value ("Savings")\n'
        "  Record them with: finally snapshot add --month 2026-05\n"
    )


def test_what_is_all_known_is_shown(look: Run) -> None:
    plain = look("report", "networth", "--month", "2026-06")
    assert look("report", "networth", "--month", "2026-06", "--strict") == plain


def test_what_is_lacking_is_told_with_what_mends_it(look: Run) -> None:
    refused = look("report", "networth", "--strict")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (
        'finally: 2026-10 is not all known: 1 asset has no value ("Wine") and 1 value is carried'
        " forward\n"
        "  Record them with: finally snapshot add --month 2026-10\n"
    )
    in_json = look("report", "networth", "--strict", "--json")
    assert (in_json.exit_code, in_json.stdout) == (1, "")
    assert in_json.error["code"] == "NOT_ALL_KNOWN"
    assert in_json.error["coverage"] == coverage(look, "networth")
    assert look("report", "networth", "--strict", "--csv").exit_code == 1
    assert look("report", "networth", "--strict", "--show-sql").exit_code == 1


def test_bank_rows_that_wait_are_lacking(waiting: Run) -> None:
    """Four wait of October and September, and one of November: see test_waiting.py."""
    assert coverage(waiting, "cashflow", "--month", "2026-10")["bank_rows"] == 3
    refused = waiting("report", "cashflow", "--month", "2026-10", "--strict")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "finally: 2026-10 is not all known: 3 bank rows wait for a category\n"
        "  Decide on what waits with: finally inbox review\n",
    )
    # Without an end it would show November, too: what waits there is lacking.
    assert coverage(waiting, "cashflow")["bank_rows"] == 5
    assert coverage(waiting, "networth", "--month", "2026-09")["bank_rows"] == 1
    august = ("report", "spending", "--from", "2026-08", "--to", "2026-08")
    assert waiting(*august, "--strict") == waiting(*august)


def test_a_closed_month_is_not_open(run: Run, books: psycopg.Connection[Any]) -> None:
    for month, value in (("2026-09", "1"), ("2026-10", "2"), ("2026-11", "3")):
        run("snapshot", "add", f"Cash={value}", "--category", "CASH", "--month", month)
    books.execute("SELECT close_month(current_user_id(), '2026-09-01', NULL)")
    months = coverage(run, "networth", "--months", "3")
    assert (months["open_months"], months["open_from"]) == (2, "2026-10")
    september = coverage(run, "networth", "--month", "2026-09")
    assert (september["open_months"], september["open_from"]) == (0, None)
    # A month that is open lacks nothing by that.
    assert run("report", "networth", "--strict").exit_code == 0


def test_a_carried_value_has_the_age_of_what_it_was_made_of(run: Run) -> None:
    run("snapshot", "add", "Cash=1", "--category", "CASH", "--month", "2026-08")
    for month in ("2026-09", "2026-10", "2026-11"):
        assert run("snapshot", "carry", "--month", month).exit_code == 0
    assert coverage(run, "networth", "--month", "2026-11")["carried_age"] == 3
    assert coverage(run, "networth", "--from", "2026-08", "--to", "2026-10")["carried"] == 2


def test_what_is_of_no_month_cannot_be_said_to_be_known(run: Run) -> None:
    run("snapshot", "add", "Cash=1", "--category", "CASH", "--month", "2026-08")
    assert coverage(run, "networth", "--to", "2026-01") is None
    refused = run("report", "networth", "--to", "2026-01", "--strict")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "finally: how much of this is known cannot be said: it is of no month\n"
        "  Leave --strict out.\n",
    )
    for name in OF_NO_MONTH:
        assert coverage(run, name) is None
        assert run("report", name, "--strict").stderr == refused.stderr


def test_a_table_asks_nothing_of_it(look: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("finally_cli.commands.report.coverage.months_of", asked.append)
    for form in ([], ["--csv"], ["--show-sql"], ["--show-sql", "--json"]):
        assert look("report", "networth", *form).exit_code == 0
    assert not asked
