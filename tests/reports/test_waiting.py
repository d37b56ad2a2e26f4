"""What reports say of bank rows that wait, on rows worked out here by hand. Today is 2026-11-15.

          Giro (EUR)            Travel (USD)
2026-09   -100.00
2026-10   -812.40, +50.00       -20.00
2026-11     -7.00
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.support.bank_files import Line, ofx, write

GIRO = [
    Line("2026-09-10", "-100.00", "TAILOR", "1"),
    Line("2026-10-05", "-812.40", "AIRLINE", "2"),
    Line("2026-10-31", "50.00", "TAILOR GIVES BACK", "3"),
    Line("2026-11-02", "-7.00", "BAKER", "4"),
]
# By hand: -812.40 + 50 = -762.40; with September's -862.40; with November's -869.40.
OCTOBER = "3 bank rows of 2026-10, -762.40 EUR and -20.00 USD in all, wait for a category."
UP_TO_OCTOBER = OCTOBER.replace("3 bank rows of ", "4 bank rows of 2026-09 to ").replace(
    "-762.40", "-862.40"
)
ALL = "5 bank rows of 2026-09 to 2026-11, -869.40 EUR and -20.00 USD in all, wait for a category."


@pytest.fixture
def waiting(run: Run, tmp_path: Path) -> Run:
    """Books with values of two months and a little income, beside what waits."""
    for words in (
        ("import", "bank", write(tmp_path, ofx(GIRO)), "--source", "Giro"),
        (
            "import", "bank", "--source", "Travel",
            write(
                tmp_path,
                ofx([Line("2026-10-06", "-20.00", "DINER", "1")], account="9", currency="USD"),
                "travel.ofx",
            ),
        ),
        ("snapshot", "add", "Cash", "1000", "--category", "CASH", "--month", "2026-09"),
        ("snapshot", "add", "Cash", "1100", "--month", "2026-10"),
        ("expense", "add", "10", "FOOD", "--month", "2026-08"),
        ("expense", "add", "10", "FOOD", "--month", "2026-10"),
    ):  # fmt: skip
        done = run(*words)
        assert done.exit_code == 0, done.stderr
    return run


def said(run: Run, *words: str) -> list[Any]:
    shown = run("report", *words, "--json")
    assert shown.exit_code == 0, shown.stderr
    return [note for note in shown.json["notes"] if note["code"] == "ROWS_WAIT"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("cashflow --month 2026-10", OCTOBER),
        ("cashflow --month 2026-10 --by category", OCTOBER),
        ("cashflow --from 2026-08 --to 2026-10", UP_TO_OCTOBER),
        ("cashflow --from 2026-10 --months 1", OCTOBER),
        ("cashflow --to 2026-10 --months 2", UP_TO_OCTOBER),
        # Without an end, a report would show November, too, if it were on record.
        ("cashflow", ALL),
        ("spending", ALL),
        ("spending --from 2026-10 --to 2026-10", OCTOBER),
        ("budget --month 2026-10", OCTOBER),
        ("explain", OCTOBER),
        # An average is of months that are over.
        ("liquidity", UP_TO_OCTOBER),
        ("projection", UP_TO_OCTOBER),
    ],
)
def test_a_report_says_what_waits_of_its_months(words: str, message: str, waiting: Run) -> None:
    assert said(waiting, *words.split()) == [
        {"code": "ROWS_WAIT", "message": message, "command": "finally inbox review"}
    ]


@pytest.mark.parametrize(
    "words", ["cashflow --month 2026-08", "budget --month 2026-08", "networth", "allocation"]
)
def test_nothing_is_said_where_nothing_waits_or_nothing_would_change(
    words: str, waiting: Run
) -> None:
    assert said(waiting, *words.split()) == []


def test_one_row_is_said_to_wait(waiting: Run) -> None:
    assert waiting("budget", "set", "FOOD", "100", "--month", "2026-11").exit_code == 0
    note, *_ = said(waiting, "budget", "--month", "2026-11")
    assert note["message"] == "1 bank row of 2026-11, -7.00 EUR, waits for a category."


def test_a_budget_of_a_year_counts_from_january(waiting: Run) -> None:
    assert waiting("budget", "set", "FOOD", "--yearly", "1200", "--month", "2026-10").exit_code == 0
    assert said(waiting, "budget", "--month", "2026-10")[0]["message"] == UP_TO_OCTOBER


def test_what_a_budget_carries_is_of_the_month_before(waiting: Run) -> None:
    for month in ("2026-10", "2026-11"):
        assert waiting("budget", "set", "FOOD", "100", "--month", month).exit_code == 0
    assert waiting("budget", "policy", "FOOD", "carry").exit_code == 0
    assert said(waiting, "budget", "--month", "2026-11")[0]["message"] == (
        "4 bank rows of 2026-10 to 2026-11, -769.40 EUR and -20.00 USD in all, wait for a category."
    )


def test_a_budget_that_is_checked_says_so_where_nothing_is_over(waiting: Run) -> None:
    assert waiting("budget", "set", "FOOD", "100", "--month", "2026-10").exit_code == 0
    assert said(waiting, "budget", "--month", "2026-10", "--check")[0]["message"] == OCTOBER


def test_a_row_that_was_decided_on_is_no_longer_said(waiting: Run) -> None:
    assert waiting("rule", "add", "AIRLINE", "--category", "TRANSPORT").exit_code == 0
    assert waiting("rule", "apply").exit_code == 0
    assert said(waiting, "cashflow", "--month", "2026-10")[0]["message"] == (
        "2 bank rows of 2026-10, 50.00 EUR and -20.00 USD in all, wait for a category."
    )


@pytest.mark.parametrize(("report", "code"), [("cashflow", "NO_ENTRIES"), ("budget", "NO_BUDGETS")])
def test_months_whose_rows_all_wait_are_refused_with_what_waits(
    report: str, code: str, waiting: Run
) -> None:
    refused = waiting("report", report, "--month", "2026-11", "--json")
    assert (refused.exit_code, refused.error["code"]) == (5, code)
    assert refused.error["hint"] == (
        "1 bank row of 2026-11, -7.00 EUR, waits for a category."
        " Decide on what waits with: finally inbox review"
    )


def test_books_whose_rows_all_wait_say_so(run: Run, tmp_path: Path) -> None:
    assert run("import", "bank", write(tmp_path, ofx(GIRO)), "--source", "Giro").exit_code == 0
    refused = run("report", "spending")
    assert refused.exit_code == 5
    assert "4 bank rows of 2026-09 to 2026-11, -869.40 EUR in all, wait" in " ".join(
        refused.stderr.split()
    )
