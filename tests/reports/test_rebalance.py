"""finally report rebalance: what to buy and to sell, worked out here by hand.

            value    target              drift
Stocks      6,000    0.50 of 10,000     +0.10
Cash        3,000    0.30                0
Bonds       1,000    0.20               -0.10
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def household(run: Run) -> Run:
    for name, value, category in (
        ("World fund", "6000", "etf_stocks"), ("Checking", "3000", "cash"),
        ("Bond fund", "1000", "etf_bonds"),
    ):  # fmt: skip
        run("snapshot", "add", name, value, "--category", category)
    run("target", "set", "etf_stocks", "50", "cash", "30", "etf_bonds", "20")
    return run


def plan(run: Run, *options: str) -> Any:
    shown = run("report", "rebalance", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def moves(document: Any) -> dict[str, str]:
    return {row["asset"] or row["category"]: row["to_move"] for row in document["rows"]}


def test_selling_and_buying_meets_the_targets(household: Run) -> None:
    document = plan(household)
    assert moves(document) == {"ETF_BONDS": "1000.00", "CASH": "0.00", "ETF_STOCKS": "-1000.00"}
    assert [(row["drift_before"], row["drift_after"]) for row in document["rows"]] == [
        ("-0.1", "0"), ("0", "0"), ("0.1", "0"),
    ]  # fmt: skip
    totals = document["totals"]
    assert (totals["to_move"], totals["drift_before"], totals["drift_after"]) == (
        "0.00", "0.2", "0",
    )  # fmt: skip


def test_new_money_goes_where_it_lessens_the_drift_most(household: Run) -> None:
    """11,000 should be 5,500, 3,300 and 2,200: short of -500, 300 and 1,200.

    1,000 bring bonds down to short of 250 and cash to 250, by least squares: (1,500 - 1,000) / 2.
    So 950 and 50. After it: stocks 6,000/11,000 - 0.5 = 0.045455, cash 3,050/11,000 - 0.3 =
    -0.022727 and bonds 1,950/11,000 - 0.2 = -0.022727: 0.090909 in all.
    """
    document = plan(household, "--contribute", "1000", "--no-sell")
    assert moves(document) == {"ETF_BONDS": "950.00", "CASH": "50.00", "ETF_STOCKS": "0.00"}
    assert {row["category"]: row["drift_after"] for row in document["rows"]} == {
        "ETF_STOCKS": "0.045455", "CASH": "-0.022727", "ETF_BONDS": "-0.022727",
    }  # fmt: skip
    assert (document["totals"]["to_move"], document["totals"]["drift_after"]) == (
        "1000.00", "0.090909",
    )  # fmt: skip
    assert document["added"] == "1000.00"


def test_what_is_withdrawn_is_sold_towards_the_targets(household: Run) -> None:
    # 9,000 should be 4,500, 2,700 and 1,800.
    assert moves(plan(household, "--withdraw", "1000")) == {
        "ETF_BONDS": "800.00", "CASH": "-300.00", "ETF_STOCKS": "-1500.00",
    }  # fmt: skip


def test_amounts_sum_to_the_cent(household: Run) -> None:
    document = plan(household, "--contribute", "0.05", "--no-sell")
    assert moves(document) == {"ETF_BONDS": "0.05", "CASH": "0.00", "ETF_STOCKS": "0.00"}
    # 10,000.01 should be 5,000.005, 3,000.003 and 2,000.002: a cent for the largest remainder.
    assert moves(plan(household, "--contribute", "0.01")) == {
        "ETF_BONDS": "1000.00", "CASH": "0.00", "ETF_STOCKS": "-999.99",
    }  # fmt: skip


def test_small_trades_are_left_out(household: Run) -> None:
    # Of 950 and 50, the 50 are too small: all goes into bonds.
    options = ("--contribute", "1000", "--no-sell", "--min-trade", "100")
    assert moves(plan(household, *options)) == {
        "ETF_BONDS": "1000.00", "CASH": "0.00", "ETF_STOCKS": "0.00",
    }  # fmt: skip
    assert set(moves(plan(household, "--min-trade", "1001")).values()) == {"0.00"}


def test_what_has_no_target_is_left_alone(household: Run) -> None:
    """With 2,000 of coins 12,000 are there, but the 10,000 that have targets are shared out as
    before: the targets are the whole mix, and the coins are beside it.
    """
    household("snapshot", "add", "Coins", "2000", "--category", "crypto")
    document = plan(household)
    assert moves(document) == {"ETF_BONDS": "1000.00", "CASH": "0.00", "ETF_STOCKS": "-1000.00"}
    assert {note["code"]: note["message"] for note in document["notes"]} == {
        "DRIFT": "All drifts together are 20.0 points before the plan, and 0.0 after it.",
        "DRIFT_WITHIN_TARGETS": "The targets are the whole mix: drift is measured within what has"
        " targets, Share is of all assets.",
        "WITHOUT_TARGET": "What is worth 2,000.00 EUR has no target, and is left alone.",
    }


def test_by_asset_a_category_is_dealt_out_by_the_shares_of_its_assets(household: Run) -> None:
    """Stocks of 7,000 of 11,000 should be 5,500. Value fund, without a share, keeps 1,000; of the
    other 4,500 World fund should be all. Cash should be 3,300, in two accounts of which none says
    what it should be. Bonds 2,200, of Bond fund alone.
    """
    household("snapshot", "add", "Value fund", "1000", "--category", "etf_stocks")
    household("snapshot", "add", "Savings", "0", "--category", "cash")
    household("target", "set", "--asset", "World fund", "100")
    document = plan(household, "--by", "asset")
    assert [(row["asset"], row["category"], row["to_move"]) for row in document["rows"]] == [
        ("Bond fund", "ETF_BONDS", "1200.00"),
        (None, "CASH", "300.00"),
        ("World fund", "ETF_STOCKS", "-1500.00"),
    ]


def test_a_category_with_a_target_and_nothing_in_it_is_bought(household: Run) -> None:
    household("target", "set", "cash", "20", "crypto", "10")
    # 10,000: stocks 5,000, cash 2,000, crypto 1,000, bonds 2,000.
    assert moves(plan(household)) == {
        "CRYPTO": "1000.00", "ETF_BONDS": "1000.00", "CASH": "-1000.00", "ETF_STOCKS": "-1000.00",
    }  # fmt: skip
    rows = plan(household, "--by", "asset")["rows"]
    assert ("CRYPTO", None, "1000.00") in [
        (row["category"], row["asset"], row["to_move"]) for row in rows
    ]


def test_a_currency_without_cents_is_dealt_out_without_them(run: Run) -> None:
    run("user", "edit", "--currency", "JPY")
    for name, value in (("etf_stocks", "6000"), ("cash", "3000"), ("etf_bonds", "1000")):
        run("snapshot", "add", name, value, "--category", name)
    run("target", "set", "cash", "30", "etf_stocks", "35", "etf_bonds", "35")
    document = plan(run, "--contribute", "1001")
    # 11,001 should be 3,850.35, 3,300.3 and 3,850.35: 2,850.35 more, 300.3 more and 2,149.65 less.
    # Rounded down that is 2,850, 300 and -2,150: the yen that is left goes to the first 0.35.
    assert sorted(moves(document).items()) == [
        ("CASH", "300.00"), ("ETF_BONDS", "2851.00"), ("ETF_STOCKS", "-2150.00"),
    ]  # fmt: skip


def test_what_is_finer_than_the_currency_is_dealt_out_as_finely(run: Run) -> None:
    """As any amount it has up to four decimals, and the amounts to move sum to it exactly."""
    run("user", "edit", "--currency", "JPY")
    for name, value in (("etf_stocks", "500"), ("cash", "500")):
        run("snapshot", "add", name, value, "--category", name)
    run("target", "set", "cash", "50", "etf_stocks", "50")
    # Half of 0.5 each would be 0.25: in tenths, as what is put in has, 0.3 and 0.2.
    document = plan(run, "--contribute", "0.5")
    assert sorted(moves(document).values()) == ["0.20", "0.30"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--contribute", "1", "--withdraw", "1"],
         "--contribute puts in and --withdraw takes out"),
        (["--no-sell"], "without selling there is nothing to buy with"),
        (["--no-sell", "--withdraw", "1"], "what is withdrawn has to be sold"),
        (["--contribute", "0"], '"0" is not above zero'),
        (["--withdraw", "-5"], '"-5" is not above zero'),
        (["--min-trade", "50", "--contribute", "49"], "the amount itself is less than --min-trade"),
        (["--contribute", "1.234"], 'the amount "1.234" can be read in two ways'),
    ],
)  # fmt: skip
def test_what_makes_no_plan_is_refused(household: Run, options: list[str], message: str) -> None:
    told = household("report", "rebalance", *options, "--json")
    assert (told.exit_code, told.error["message"]) == (2, message)
    assert told.error["hint"]


def test_more_than_there_is_cannot_be_taken_out(household: Run) -> None:
    household("snapshot", "add", "Coins", "2000", "--category", "crypto")
    for amount in ("10000.01", "12000", "99999"):
        told = household("report", "rebalance", "--withdraw", amount, "--json")
        assert (told.exit_code, told.error["code"]) == (1, "NOT_ENOUGH")
        assert told.error["hint"] == "What has a target is worth 10,000.00 EUR."


def test_without_targets_there_is_nothing_to_buy(run: Run) -> None:
    run("snapshot", "add", "Checking", "100", "--category", "cash")
    for options, message in (
        (["--contribute", "100"], "there are no targets in 2026-11"),
        ([], "there are no targets in 2026-11"),
    ):
        told = run("report", "rebalance", *options, "--json")
        assert (told.exit_code, told.error["code"]) == (5, "NO_TARGETS")
        assert told.error["message"] == message
    run("target", "set", "cash", "0")
    told = run("report", "rebalance", "--json")
    assert (told.exit_code, told.error["message"]) == (5, "every target is 0 in 2026-11")


def test_a_month_without_values_is_refused(household: Run) -> None:
    told = household("report", "rebalance", "--month", "2026-01", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")


def test_a_missing_value_is_said(household: Run) -> None:
    household("snapshot", "add", "Bond fund", "900", "--month", "2026-10")
    household("snapshot", "delete", "Bond fund", "--month", "2026-11", "--yes")
    document = plan(household)
    assert [note["code"] for note in document["notes"]] == ["DRIFT", "MISSING"]
