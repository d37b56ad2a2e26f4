"""The sign of a debt, and what debts are left out of: one small household, each place by hand.

A debt is typed as what is owed, and kept and shown below zero, so that a sum is the net worth.
The interview and the import turn it too: tests/commands/snapshot/test_interview.py and
tests/commands/import_/test_signs_and_lists.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def household(run: Run) -> Run:
    """A thousand in cash, of which 100 go in October; 50 of them pay off the card.

    2026-09   cash 1000   fund 3000   card -300   3700
    2026-10   cash  900   fund 3000   card -250   3650
    """
    for month, cash, owed in (("2026-09", "1000", "300"), ("2026-10", "900", "250")):
        run("snapshot", "add", "Giro", cash, "--category", "CASH", "--month", month)
        run("snapshot", "add", "Fund", "3000", "--category", "ETF_STOCKS", "--month", month)
        run("snapshot", "add", "Card", owed, "--category", "CREDIT_CARD", "--month", month)
    return run


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    shown = run(*words, "--json")
    assert shown.exit_code == 0, shown.stderr
    found: list[dict[str, Any]] = shown.json["rows"]
    return found


def totals(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = run(*words, "--json").json["totals"]
    return found


def test_what_is_owed_is_below_zero_in_every_list_of_values(household: Run) -> None:
    for words in (["asset", "list"], ["snapshot", "list", "--month", "2026-10"]):
        assert {row["asset"]: row["value"] for row in rows(household, *words)} == {
            "Giro": "900.00", "Fund": "3000.00", "Card": "-250.00",
        }  # fmt: skip


def test_an_asset_is_added_with_what_is_owed(household: Run) -> None:
    household("asset", "add", "Loan", "--category", "LOAN", "--value", "70", "--month", "2026-10")
    household("asset", "add", "Till", "--category", "CASH", "--value", "70", "--month", "2026-10")
    october = rows(household, "snapshot", "list", "--month", "2026-10")
    assert {row["value"] for row in october if row["asset"] in ("Loan", "Till")} == {
        "-70.00", "70.00",
    }  # fmt: skip


def test_what_is_edited_or_carried_is_a_debt_as_before(household: Run) -> None:
    changed = household("snapshot", "edit", "Card", "--month", "2026-10", "--value", "200")
    assert changed.stdout == 'Recorded "Card" at -200.00 EUR for 2026-10; it was -250.00.\n'
    household("snapshot", "carry")
    (card,) = rows(household, "snapshot", "list", "--month", "2026-11", "--asset", "Card")
    assert card["value"] == "-200.00"


def test_net_worth_is_assets_less_debts_and_shares_are_of_assets(household: Run) -> None:
    # 900 + 3000 = 3900; 3900 - 250 = 3650; a year of hindsight before, 4000 - 300 = 3700.
    assert totals(household, "report", "networth") == {
        "assets": "3900.00", "debts": "-250.00", "net_worth": "3650.00", "change": "-50.00",
        "change_pct": "-0.013514", "missing": 0, "carried": 0,  # -50 / 3700
        "net_worth_before": "3700.00", "new": "0.00", "gone": "0.00", "missing_change": "0.00",
        "missing_before": 0,
    }  # fmt: skip
    by_asset = {
        row["asset"]: (row["value"], row["share"], row["change"], row["change_pct"])
        for row in rows(household, "report", "networth", "--by", "asset")
    }
    assert by_asset == {
        "Fund": ("3000.00", "0.769231", "0.00", "0"),  # 3000 / 3900
        "Giro": ("900.00", "0.230769", "-100.00", "-0.1"),
        "Card": ("-250.00", None, "50.00", "0.166667"),  # 50 of the 300 that were owed
    }


def test_a_history_has_assets_and_debts_apart(household: Run) -> None:
    assert [
        (row["month"], row["assets"], row["debts"], row["net_worth"])
        for row in rows(household, "report", "networth", "--months", "2")
    ] == [
        ("2026-10", "3900.00", "-250.00", "3650.00"),
        ("2026-09", "4000.00", "-300.00", "3700.00"),
    ]


def test_an_allocation_knows_no_debts_in_its_rows_nor_in_its_totals(household: Run) -> None:
    for options in ([], ["--by", "asset"]):
        mix = rows(household, "report", "allocation", *options)
        assert [(row["category"], row["value"]) for row in mix] == [
            ("ETF_STOCKS", "3000.00"), ("CASH", "900.00"),
        ]  # fmt: skip
    assert totals(household, "report", "allocation")["value"] == "3900.00"


def test_liquidity_is_cash_as_a_share_of_assets_whatever_is_owed(household: Run) -> None:
    found = totals(household, "report", "liquidity")
    assert (found["cash"], found["share"]) == ("900.00", "0.230769")  # 900 / 3900
    assert [row["asset"] for row in rows(household, "report", "liquidity")] == ["Giro"]


def test_a_plan_shares_out_what_is_there_and_not_what_is_left_of_it(household: Run) -> None:
    """75 % of 3900 are 2925, and 25 % are 975: 75 go from the fund into cash."""
    for code, percent in (("ETF_STOCKS", "75"), ("CASH", "25")):
        household("target", "set", code, percent, "--from", "2026-10")
    plan = {row["category"]: row["to_move"] for row in rows(household, "report", "rebalance")}
    assert plan == {"ETF_STOCKS": "-75.00", "CASH": "75.00"}


def test_less_debt_counts_as_paid_off_and_more_as_borrowed(household: Run) -> None:
    def debts() -> list[tuple[str, str]]:
        lines = rows(household, "report", "explain")
        return [(row["asset"], row["amount"]) for row in lines if row["asset"]]

    assert debts() == [("Card", "50.00")]  # of 300 owed, 250 are left
    household("snapshot", "add", "Card", "320", "--month", "2026-10")
    assert debts() == [("Card", "-20.00")]
