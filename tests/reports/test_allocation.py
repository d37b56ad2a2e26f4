"""finally report allocation: the mix, its targets, its drift, worked out here by hand.

            value    share   target   drift    to move        the month before    share   change
Stocks      6,000    0.60    0.50     +0.10    -1,263.16      4,500 of 9,000      0.50    +0.10
Cash        3,000    0.30    0.30      0         -157.89      4,500               0.50    -0.20
Bonds           0    0       0.15     -0.15    +1,421.05      none                0        0
Crypto      1,000    0.10    none     none     none           none                0       +0.10
together   10,000            0.95

The targets are less than the whole, so drift is of all assets. The 9,000 that have targets are
shared out in proportion to them: 9,000 * 0.50 / 0.95 = 4,736.84, 2,842.11 and 1,421.05.
The debt of 500 is in none of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run

KEYS = ("value", "share", "target", "drift", "to_move", "outside", "share_change")


@pytest.fixture
def household(run: Run) -> Run:
    for month, values in {
        "2026-10": {"World fund": 4500, "Checking": 4500},
        "2026-11": {"World fund": 6000, "Checking": 3000, "Coins": 1000},
    }.items():
        for name, value in values.items():
            category = {"World fund": "etf_stocks", "Checking": "cash", "Coins": "crypto"}[name]
            added = run("snapshot", "add", name, str(value), "--month", month,
                        "--category", category)  # fmt: skip
            assert added.exit_code == 0, added.stderr
    run("snapshot", "add", "Visa", "500", "--category", "credit_card")
    run("target", "set", "etf_stocks", "50", "cash", "30", "etf_bonds", "15")
    return run


def mix(run: Run, *options: str) -> Any:
    shown = run("report", "allocation", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def test_the_mix_is_what_the_top_of_this_file_works_out(household: Run) -> None:
    document = mix(household)
    assert {row["category"]: tuple(row[key] for key in KEYS) for row in document["rows"]} == {
        "ETF_STOCKS": ("6000.00", "0.6", "0.5", "0.1", "-1263.16", True, "0.1"),
        "CASH": ("3000.00", "0.3", "0.3", "0", "-157.89", False, "-0.2"),
        "CRYPTO": ("1000.00", "0.1", None, None, None, False, "0.1"),
        "ETF_BONDS": ("0.00", "0", "0.15", "-0.15", "1421.05", True, "0"),
    }
    totals = document["totals"]
    assert (totals["value"], totals["value_before"], totals["target"]) == (
        "10000.00", "9000.00", "0.95",
    )  # fmt: skip
    assert (totals["untargeted"], totals["first_month"]) == ("1000.00", "2026-11")
    assert [note["code"] for note in document["notes"]] == [
        "TARGETS_BELOW_100", "WITHOUT_TARGET", "OUTSIDE_BAND",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("band", "outside"),
    [
        ("5", {"ETF_STOCKS", "ETF_BONDS"}),
        ("10", {"ETF_BONDS"}),  # 0.10 is not beyond it
        ("15", set()),
        ("20%", {"ETF_BONDS"}),  # a fifth of 0.50 is 0.10, and of 0.15 it is 0.03
        ("19.99%", {"ETF_STOCKS", "ETF_BONDS"}),
        ("100%", set()),
        ("0", {"ETF_STOCKS", "ETF_BONDS"}),
    ],
)
def test_what_is_beyond_the_band_is_marked(
    household: Run,
    band: str,
    outside: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    rows = mix(household, "--band", band)["rows"]
    assert {row["category"] for row in rows if row["outside"]} == outside
    assert household("config", "set", "band", band).exit_code == 0
    rows = mix(household)["rows"]
    assert {row["category"] for row in rows if row["outside"]} == outside
    household("config", "set", "profiles.home.band", "0")
    assert mix(household, "--band", band)["band"] == band


def test_the_table_says_who_is_outside(household: Run) -> None:
    table = household("report", "allocation").stdout.splitlines()
    assert table[0] == "Allocation in 2026-11 (EUR), targets from 2026-11 on"
    assert table[1].split() == [
        "Category", "Value", "Share", "Target", "Drift", "To", "move", "Out", "Change",
    ]  # fmt: skip
    assert table[3].split() == [
        "Stock", "ETFs", "6,000.00", "60.0", "%", "50.0", "%", "+10.0", "pp", "-1,263.16", "yes",
        "+10.0", "pp",
    ]  # fmt: skip
    assert "Note: Stock ETFs and Bond ETFs are more than 5 points away from the target." in table
    assert "  finally report rebalance --month 2026-11" in table


def test_by_asset_each_has_its_share_of_its_category(household: Run) -> None:
    """Stocks of 6,000 become 7,000 with a second fund, of 11,000 in all: the target is 5,500.

    Value fund has no share of it and keeps its 1,000, so World fund's 0.8 are of 4,500: 3,600, or
    0.327273 of all, where it is 0.545455.

    To move: the 10,000 of what has targets in proportion to them make 5,263.16, 3,157.89 and
    1,578.95; of the first, all that Value fund leaves is for World fund, the only one with a part.
    """
    household("snapshot", "add", "Value fund", "1000", "--category", "etf_stocks")
    household("target", "set", "--asset", "world fund", "80")
    rows = mix(household, "--by", "asset")["rows"]
    assert {
        row["asset"]: (row["category"], row["value"], row["target"], row["drift"], row["to_move"])
        for row in rows
    } == {
        "World fund": ("ETF_STOCKS", "6000.00", "0.327273", "0.218182", "-1736.84"),
        "Value fund": ("ETF_STOCKS", "1000.00", None, None, None),
        "Checking": ("CASH", "3000.00", "0.3", "-0.027273", "157.89"),  # alone: all of it
        "Coins": ("CRYPTO", "1000.00", None, None, None),
        None: ("ETF_BONDS", "0.00", "0.15", "-0.15", "1578.95"),  # no asset yet
    }


def test_assets_without_shares_of_their_category_have_no_target(household: Run) -> None:
    household("snapshot", "add", "Value fund", "1000", "--category", "etf_stocks")
    rows = mix(household, "--by", "asset")["rows"]
    assert {row["asset"]: row["target"] for row in rows if row["category"] == "ETF_STOCKS"} == {
        "World fund": None, "Value fund": None,
    }  # fmt: skip


def test_shares_sum_to_one_and_to_100_percent_as_they_are_shown(run: Run) -> None:
    """Three thirds are 0.333334, 0.333333 and 0.333333; and 33.4 %, 33.3 % and 33.3 %."""
    for name, category in (("A", "cash"), ("B", "crypto"), ("C", "etf_bonds")):
        run("snapshot", "add", name, "100", "--category", category)
    rows = mix(run)["rows"]
    assert [row["share"] for row in rows] == ["0.333334", "0.333333", "0.333333"]
    table = run("report", "allocation").stdout.splitlines()
    assert [line.split()[-2] for line in table[3:6]] == ["33.4", "33.3", "33.3"]


def test_without_targets_it_says_how_to_set_some(run: Run) -> None:
    run("snapshot", "add", "A", "100", "--category", "cash", "--month", "2026-09")
    document = mix(run)
    assert document["notes"] == [
        {
            "code": "NO_TARGETS",
            "message": "There are no targets in 2026-09.",
            "command": "finally target set CODE PCT --from 2026-09",
        }
    ]
    assert document["rows"][0]["target"] is None
    assert document["rows"][0]["share_change"] is None


def test_debts_larger_than_assets_have_shares_all_the_same_and_no_assets_have_none(
    run: Run,
) -> None:
    run("snapshot", "add", "Overdrawn", "-100", "--category", "cash")
    run("target", "set", "cash", "100")
    row = mix(run)["rows"][0]
    assert (row["value"], row["share"], row["drift"], row["to_move"]) == (
        "-100.00", None, None, None,
    )  # fmt: skip
    assert run("report", "allocation", "--chart").exit_code == 0


def test_a_month_without_values_and_options_that_clash_are_refused(household: Run) -> None:
    told = household("report", "allocation", "--month", "2026-01", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")
    assert told.error["hint"] == "The newest month with values is 2026-11."
    for words in (["--months", "2", "--by", "asset"], ["--months", "2", "--band", "5"],
                  ["--band", "five"]):  # fmt: skip
        assert household("report", "allocation", *words).exit_code == 2


def test_empty_books_say_how_to_begin(run: Run) -> None:
    told = run("report", "allocation", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")


def test_through_time_each_month_is_a_whole(household: Run) -> None:
    document = mix(household, "--months", "12")
    assert document["months"] == ["2026-10", "2026-11"]  # there is nothing before
    assert {row["category"]: (row["shares"], row["target"]) for row in document["rows"]} == {
        "ETF_STOCKS": (["0.5", "0.6"], "0.5"),
        "CASH": (["0.5", "0.3"], "0.3"),
        "CRYPTO": (["0", "0.1"], None),
        "ETF_BONDS": (["0", "0"], "0.15"),
    }


def test_a_month_between_without_values_has_no_shares(household: Run) -> None:
    household("snapshot", "add", "Checking", "100", "--month", "2026-08")
    document = mix(household, "--months", "4")
    shares = {row["category"]: row["shares"] for row in document["rows"]}
    assert document["months"] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert shares["CASH"] == ["1", None, "0.5", "0.3"]
    assert household("report", "allocation", "--months", "4", "--chart").exit_code == 0


def test_the_chart_marks_the_targets(household: Run) -> None:
    drawn = household("report", "allocation", "--chart").stdout.split("\n\n")[1].splitlines()
    assert drawn[0].startswith("Stock ETFs  █")
    assert drawn[0].endswith("60.0 %  target 50 %")
    assert "┃" in drawn[0]
    assert drawn[-1].strip() == "┃ is the target, ▓ what is beyond"
    assert [line.split("  ")[0] for line in drawn[:4]] == [
        "Stock ETFs", "Cash", "Crypto", "Bond ETFs",
    ]  # fmt: skip


def test_renaming_moving_rates_and_targets_leave_past_months_alone(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    household("fx", "set", "USD/EUR", "0.90", "--month", "2026-10")
    household("snapshot", "add", "Dollars", "1000", "--category", "cash", "--currency", "USD",
              "--month", "2026-10")  # fmt: skip
    household("target", "set", "cash", "40", "--from", "2026-10")
    before = mix(household, "--month", "2026-10")
    household("target", "set", "cash", "5", "crypto", "30")
    household("fx", "set", "USD/EUR", "0.50", "--month", "2026-10")
    household("fx", "set", "USD/EUR", "0.50")
    household("asset", "edit", "Dollars", "--name", "Greenbacks")
    assert mix(household, "--month", "2026-10") == before
