"""finally goal: add, list, edit, close, reopen and delete. It is November 2026."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows


@pytest.fixture
def household(run: Run) -> Run:
    for name, code, value in (
        ("Savings", "CASH", "5000"),
        ("Fund", "ETF_STOCKS", "800"),
        ("Car loan", "LOAN", "7200"),
        ("Card", "CREDIT_CARD", "100"),
    ):
        done = run("snapshot", "add", name, value, "--category", code, "--month", "2026-10")
        assert done.exit_code == 0, done.stderr
    return run


def goal(run: Run) -> dict[str, Any]:
    (row,) = list_rows(run, "goal", "--all")
    return row


def refused(outcome: Outcome, exit_code: int, code: str) -> str:
    """The message of a refusal, in JSON."""
    assert outcome.exit_code == exit_code, outcome.stdout + outcome.stderr
    error = outcome.error
    assert error["code"] == code, error
    assert error["hint"]
    return str(error["message"])


# -- add


def test_a_goal_is_added_and_told(household: Run) -> None:
    added = household(
        "goal", "add", "House deposit", "60,000.00", "--by", "2028-03", "--of", "savings",
        "--of", "etf_stocks", "--from", "500",
    )  # fmt: skip
    assert added.stdout == (
        'Added "House deposit", 60,000.00 EUR of Savings, Stock ETFs by 2028-03,'
        " from 500.00 EUR on.\n"
    )
    row = goal(household)
    assert (row["amount"], row["due_month"], row["counted"], row["from_amount"]) == (
        "60000.00", "2028-03", "Savings, Stock ETFs", "500.00",
    )  # fmt: skip


def test_a_year_is_its_last_month_and_a_name_the_next_such_month(household: Run) -> None:
    household("goal", "add", "One", "10", "--by", "2030")
    assert goal(household)["due_month"] == "2030-12"
    household("goal", "edit", "one", "--by", "october")
    assert goal(household)["due_month"] == "2027-10"
    household("goal", "edit", "one", "--by", "november")
    assert goal(household)["due_month"] == "2026-11"
    household("goal", "edit", "one", "--by", "never")
    assert goal(household)["due_month"] is None


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (["X"], 2, "USAGE"),
        (["X", "0"], 2, "AMOUNT_IS_ZERO"),
        (["X", "-5"], 2, "GOAL_NOT_ABOVE_ZERO"),
        (["X", "NaN"], 2, "USAGE"),
        (["X", "1e5"], 2, "USAGE"),
        (["X", "100000000000000000000"], 2, "USAGE"),
        ([" ", "5"], 2, "USAGE"),
        (["x" * 101, "5"], 2, "USAGE"),
        (["X", "5", "--months-of-spending", "6"], 2, "USAGE"),
        (["X", "--months-of-spending", "6", "--times-yearly-spending", "2"], 2, "USAGE"),
        (["X", "--months-of-spending", "0"], 2, "USAGE"),
        (["X", "--months-of-spending", "-1"], 2, "USAGE"),
        (["X", "--months-of-spending", "NaN"], 2, "USAGE"),
        (["X", "--months-of-spending", "1.234"], 2, "USAGE"),
        (["X", "--times-yearly-spending", "1200.5"], 2, "USAGE"),
        (["X", "5", "--by", "2026-10"], 2, "MONTH_IS_OVER"),
        (["X", "5", "--by", "2101-01"], 2, "USAGE"),
        (["X", "5", "--by", "soon"], 2, "USAGE"),
        (["X", "5", "--from", "NaN"], 2, "USAGE"),
        (["X", "5", "--of", "Sevings"], 5, "GOAL_PART_NOT_FOUND"),
        (["X", "5", "--of", "FOOD"], 5, "GOAL_PART_NOT_FOUND"),
        (["X", "5", "--of", "", "--of", "Savings"], 2, "USAGE"),
        (["X", "5", "--of", "Old"], 6, "ASSET_CLOSED"),
        (["X", "7200.01", "--of", "Car loan"], 1, "GOAL_ABOVE_DEBT"),
        (["X", "--months-of-spending", "6", "--of", "Car loan"], 1, "GOAL_OF_DEBTS"),
        (["X", "5", "--of", "MORTGAGE"], 1, "NOTHING_OWED"),
        (["X", "5", "--of", "Car loan", "--from", "-3"], 1, "NOTHING_OWED"),
    ],
)  # fmt: skip
def test_what_is_no_goal_is_refused_and_leaves_nothing(
    words: list[str], exit_code: int, code: str, household: Run
) -> None:
    household("asset", "add", "Old", "--category", "CASH")
    household("asset", "close", "Old")
    refused(household("goal", "add", *words, "--json"), exit_code, code)
    assert list_rows(household, "goal", "--all") == []


def test_two_goals_of_one_name_are_refused(household: Run) -> None:
    household("goal", "add", "House", "10")
    assert refused(household("goal", "add", "HOUSE", "20", "--json"), 6, "GOAL_EXISTS")
    household("goal", "add", "Car", "10")
    assert refused(household("goal", "edit", "car", "--name", "house", "--json"), 6, "GOAL_EXISTS")


def test_a_name_of_an_asset_and_a_category_is_asked_for_by_id(household: Run) -> None:
    household("asset", "add", "Cash", "--category", "CASH")
    outcome = household("goal", "add", "X", "5", "--of", "cash", "--json")
    assert refused(outcome, 5, "GOAL_PART_AMBIGUOUS") == '"cash" is an asset and a category'
    words = outcome.error["hint"].replace(",", "").split()
    asset, category = words[words.index("--of") + 1], words[-3]
    household("goal", "add", "One", "5", "--of", asset)
    household("goal", "add", "Two", "5", "--of", category)
    household("asset", "edit", "Cash", "--name", "Purse")
    shown = {row["goal"]: row["counted"] for row in list_rows(household, "goal")}
    assert shown == {"One": "Purse", "Two": "Cash"}


def test_a_debt_is_paid_off_from_what_is_owed_now(household: Run) -> None:
    added = household("goal", "add", "Free", "7000", "--of", "car loan", "--of", "credit_card")
    assert added.stdout == (
        'Added "Free", 7,000.00 EUR off Car loan, Credit cards, of 7,300.00 EUR owed.\n'
    )
    assert goal(household)["from_amount"] == "-7300.00"
    # With an asset beside it, it is no debt to pay off, but a sum that begins at nothing.
    household("goal", "edit", "Free", "--of", "car loan", "--of", "savings")
    assert (goal(household)["from_amount"], goal(household)["is_of_debts"]) == ("0.00", False)
    household("goal", "edit", "Free", "--of", "car loan", "--from", "8000")
    assert goal(household)["from_amount"] == "-8000.00"


# -- edit


def test_what_is_not_said_stays(household: Run) -> None:
    household("goal", "add", "House", "100", "--of", "savings", "--by", "2028-03", "--from", "7")
    told = household("goal", "edit", "house", "--name", "Flat", "--months-of-spending", "4.5")
    assert told.stdout == (
        'Now "Flat", 4.5 months of spending of Savings by 2028-03, from 7.00 EUR on;'
        ' it was "House", 100.00 EUR of Savings by 2028-03, from 7.00 EUR on.\n'
    )
    household("goal", "edit", "flat", "--of", "")
    assert goal(household)["counted"] is None
    refused(household("goal", "edit", "flat", "--json"), 2, "USAGE")
    message = refused(
        household("goal", "edit", "flt", "--name", "X", "--json"), 5, "GOAL_NOT_FOUND"
    )
    assert message == 'there is no goal named "flt"'


# -- close, delete, undo


def test_a_goal_is_closed_opened_deleted_and_brought_back(household: Run) -> None:
    household("goal", "add", "House", "100", "--of", "savings")
    assert household("goal", "close", "house").stdout == 'Closed "House".\n'
    assert household("goal", "close", "house").stdout == (
        'It was closed already, in 2026-11: "House".\n'
    )
    assert list_rows(household, "goal") == []
    assert household("goal", "reopen", "house").stdout == 'Opened "House".\n'
    before = goal(household)
    no = household("goal", "delete", "house", "--json")
    assert refused(no, 1, "NOT_CONFIRMED")
    assert household("goal", "delete", "house", "--dry-run").exit_code == 0
    assert goal(household) == before
    assert household("goal", "delete", "house", "--yes").stdout == 'Deleted "House".\n'
    assert list_rows(household, "goal", "--all") == []


# -- what a goal counts


def test_an_asset_that_a_goal_counts_is_not_deleted_and_its_end_is_told(household: Run) -> None:
    household("goal", "add", "House", "100", "--of", "savings")
    message = refused(household("asset", "delete", "savings", "--yes", "--json"), 6, "ASSET_IN_USE")
    assert message == '"Savings" counts for the goal "House"'
    closed = household("asset", "close", "savings", "--month", "2026-11")
    assert 'The goal "House" counts it no more from then on.' in closed.stdout
    household("asset", "reopen", "savings")
    household("goal", "edit", "house", "--of", "cash")
    assert household("asset", "delete", "savings", "--yes").exit_code == 0


def test_a_category_that_a_goal_counts_is_not_deleted(household: Run) -> None:
    household("category", "add", "Boats", "--kind", "asset")
    household("goal", "add", "Fleet", "100", "--of", "boats")
    message = refused(
        household("category", "delete", "boats", "--yes", "--json"), 6, "CATEGORY_IN_USE"
    )
    assert message == '"BOATS" is used by the goal "Fleet"'
    household("goal", "delete", "fleet", "--yes")
    assert household("category", "delete", "boats", "--yes").exit_code == 0
