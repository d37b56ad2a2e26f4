"""What a plan may move, and what it keeps: each case worked out here by hand.

`report allocation` says the same amounts as `report rebalance`: each case asks both.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Run

Books = dict[str, tuple[str, str]]


def own(run: Run, books: Books) -> Run:
    """Assets by name, each with its category and value."""
    for name, (category, value) in books.items():
        if value:
            added = run("snapshot", "add", f"{name}={value}", "--category", category)
        else:
            added = run("asset", "add", name, "--category", category)
        assert added.exit_code == 0, added.stderr
    return run


def report(run: Run, *words: str) -> Any:
    shown = run("report", *words, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def amounts(document: Any) -> dict[str, str]:
    return {
        row["asset"] or row["category"]: row["to_move"]
        for row in document["rows"]
        if row["to_move"] is not None
    }


def plan(run: Run, *options: str) -> dict[str, str]:
    """The plan without new money, which allocation must say too, to the cent."""
    found = amounts(report(run, "rebalance", *options))
    rows = report(run, "allocation", *options)["rows"]
    assert amounts({"rows": [{"asset": None} | row for row in rows]}) == found
    return found


@pytest.fixture
def house(run: Run) -> Run:
    """300,000 in a house without a target; 50,000 and 50,000 which should be 60 and 40 %."""
    own(run, {
        "House": ("real_estate", "300000"), "Fund": ("etf_stocks", "50000"),
        "Bonds": ("etf_bonds", "50000"),
    })  # fmt: skip
    run("target", "set", "etf_stocks", "60", "etf_bonds", "40")
    return run


def test_what_has_no_target_is_not_in_the_plan(house: Run) -> None:
    # 100,000 shared out: 60,000 and 40,000.
    assert plan(house) == {"ETF_STOCKS": "10000.00", "ETF_BONDS": "-10000.00"}
    assert plan(house, "--by", "asset") == {"Fund": "10000.00", "Bonds": "-10000.00"}


def test_targets_that_are_the_whole_mix_are_measured_within_what_has_them(house: Run) -> None:
    """Within the 100,000 each is a half, 0.1 from its target; of all 400,000 an eighth."""
    for by in ("category", "asset"):
        document = report(house, "allocation", "--by", by)
        assert document["within"] == "targets"
        assert document["totals"]["base"] == "100000.00"
        found = {
            row["category"]: (row["share"], row["share_within"], row["target"], row["drift"])
            for row in document["rows"]
        }
        assert found == {
            "REAL_ESTATE": ("0.75", None, None, None),
            "ETF_STOCKS": ("0.125", "0.5", "0.6", "-0.1"),
            "ETF_BONDS": ("0.125", "0.5", "0.4", "0.1"),
        }
        assert "DRIFT_WITHIN_TARGETS" in [note["code"] for note in document["notes"]]
        plan = report(house, "rebalance", "--by", by)
        assert (plan["within"], plan["totals"]["drift_before"], plan["totals"]["drift_after"]) == (
            "targets", "0.2", "0",
        )  # fmt: skip
        assert {row["category"]: (row["share"], row["share_after"]) for row in plan["rows"]} == {
            "ETF_STOCKS": ("0.125", "0.15"), "ETF_BONDS": ("0.125", "0.1"),
        }  # fmt: skip
    header = house("report", "allocation").stdout.splitlines()[1].split()
    assert header[1:5] == ["Value", "Share", "Within", "Target"]
    assert "Share" in house("report", "rebalance").stdout.splitlines()[1].split()


def test_targets_that_sum_to_less_are_measured_within_all_assets(house: Run) -> None:
    """15 and 10 % of 400,000; the other 75 % are for the house. It is an eighth each: drifts of
    -0.025 and +0.025. To move is as before, since 15 to 10 is 60 to 40.
    """
    house("target", "set", "etf_stocks", "15", "etf_bonds", "10")
    document = report(house, "allocation")
    assert (document["within"], document["totals"]["base"]) == ("assets", "400000.00")
    assert {row["category"]: (row["share"], row["share_within"], row["drift"]) for row in
            document["rows"]} == {
        "REAL_ESTATE": ("0.75", "0.75", None),
        "ETF_STOCKS": ("0.125", "0.125", "-0.025"),
        "ETF_BONDS": ("0.125", "0.125", "0.025"),
    }  # fmt: skip
    assert "TARGETS_BELOW_100" in [note["code"] for note in document["notes"]]
    assert plan(house) == {"ETF_STOCKS": "10000.00", "ETF_BONDS": "-10000.00"}
    assert report(house, "rebalance")["within"] == "assets"
    assert "Within" not in house("report", "allocation").stdout


@pytest.mark.parametrize(
    ("stocks", "bonds"),
    [("90", "9"), ("30", "3"), ("0.001", "0.0001")],
)
def test_whatever_the_rest_holds_it_is_not_touched(house: Run, stocks: str, bonds: str) -> None:
    """Ten to one: 100,000 * 10 / 11 = 90,909.0909… and 9,090.9090…; cents by largest remainder."""
    house("target", "set", "etf_bonds", bonds, "etf_stocks", stocks)
    assert plan(house) == {"ETF_STOCKS": "40909.09", "ETF_BONDS": "-40909.09"}


def test_new_money_is_shared_out_with_what_is_there(house: Run) -> None:
    # 110,000: 66,000 and 44,000. 90,000: 54,000 and 36,000.
    assert amounts(report(house, "rebalance", "--contribute", "10000")) == {
        "ETF_STOCKS": "16000.00", "ETF_BONDS": "-6000.00",
    }  # fmt: skip
    assert amounts(report(house, "rebalance", "--withdraw", "10000")) == {
        "ETF_STOCKS": "4000.00", "ETF_BONDS": "-14000.00",
    }  # fmt: skip
    # All that may be bought is short by 16,000 and -6,000: all of it goes into stocks.
    assert amounts(report(house, "rebalance", "--contribute", "10000", "--no-sell")) == {
        "ETF_STOCKS": "10000.00", "ETF_BONDS": "0.00",
    }  # fmt: skip


def test_exactly_everything_can_be_withdrawn(house: Run) -> None:
    for by in ("category", "asset"):
        document = report(house, "rebalance", "--withdraw", "100000", "--by", by)
        assert sorted(amounts(document).values()) == ["-50000.00", "-50000.00"]
        assert document["totals"]["value_after"] == "0.00"
        assert document["totals"]["drift_after"] is None
        assert "ALL_TAKEN_OUT" in [note["code"] for note in document["notes"]]
        told = house("report", "rebalance", "--withdraw", "100000.01", "--by", by, "--json")
        assert (told.exit_code, told.error["code"]) == (1, "NOT_ENOUGH")
        assert told.error["hint"] == "What has a target is worth 100,000.00 EUR."


def test_a_total_of_zero_has_nothing_to_move(run: Run) -> None:
    own(run, {"Fund": ("etf_stocks", "0"), "Bonds": ("etf_bonds", "0")})
    run("target", "set", "etf_stocks", "60", "etf_bonds", "40")
    assert plan(run) == {"ETF_STOCKS": "0.00", "ETF_BONDS": "0.00"}
    document = report(run, "rebalance")
    assert document["totals"]["drift_before"] is None
    assert [note["code"] for note in document["notes"]] == ["NOTHING_THERE"]
    assert amounts(report(run, "rebalance", "--contribute", "10")) == {
        "ETF_STOCKS": "6.00", "ETF_BONDS": "4.00",
    }  # fmt: skip
    told = run("report", "rebalance", "--withdraw", "0.01", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "NOT_ENOUGH")


def test_an_overdrawn_account_is_filled_and_less_than_nothing_is_not_shared_out(run: Run) -> None:
    own(run, {"Fund": ("etf_stocks", "970"), "Giro": ("cash", "-30")})
    run("target", "set", "etf_stocks", "90", "cash", "10")
    # 940 in all: 846 and 94.
    assert plan(run) == {"ETF_STOCKS": "-124.00", "CASH": "124.00"}
    run("snapshot", "add", "Fund", "10")
    told = run("report", "rebalance", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "NOTHING_TO_SHARE_OUT")
    assert "20.00 EUR" in told.error["message"]
    assert {row["to_move"] for row in report(run, "allocation")["rows"]} == {None}
    # With 20 there is nothing, and both are brought to it; with 120 there are 100: 90 and 10.
    assert amounts(report(run, "rebalance", "--contribute", "20")) == {
        "ETF_STOCKS": "-10.00", "CASH": "30.00",
    }  # fmt: skip
    assert amounts(report(run, "rebalance", "--contribute", "120")) == {
        "ETF_STOCKS": "80.00", "CASH": "40.00",
    }  # fmt: skip


def test_a_target_of_nothing_sells_all_and_targets_of_nothing_make_no_plan(house: Run) -> None:
    house("target", "set", "etf_stocks", "100", "etf_bonds", "0")
    assert plan(house) == {"ETF_STOCKS": "50000.00", "ETF_BONDS": "-50000.00"}
    house("target", "set", "etf_stocks", "0")
    told = house("report", "rebalance", "--json")
    assert (told.exit_code, told.error["message"]) == (5, "every target is 0 in 2026-11")
    assert {row["to_move"] for row in report(house, "allocation")["rows"]} == {None}
    # What is taken out is taken: half of it from each, by least squares.
    assert amounts(report(house, "rebalance", "--withdraw", "100")) == {
        "ETF_STOCKS": "-50.00", "ETF_BONDS": "-50.00",
    }  # fmt: skip


# -- what is locked


@pytest.fixture
def flat(run: Run) -> Run:
    """A flat of 600, locked, that should be 30 %, of 1,000; and 300 and 100."""
    own(run, {
        "Flat": ("real_estate", "600"), "Fund": ("etf_stocks", "300"), "Giro": ("cash", "100"),
    })  # fmt: skip
    run("target", "set", "real_estate", "30", "etf_stocks", "60", "cash", "10")
    locked = run("asset", "edit", "Flat", "--locked")
    assert (locked.exit_code, locked.stdout) == (
        0, '"Flat" is now in REAL_ESTATE, in EUR, locked: no plan moves it.\n',
    )  # fmt: skip
    return run


def test_what_is_locked_keeps_its_value_and_the_others_share_out_the_rest(flat: Run) -> None:
    """400 remain for 60 and 10: 342.857… and 57.142…; drift is still that of the whole."""
    assert plan(flat) == {"REAL_ESTATE": "0.00", "ETF_STOCKS": "42.86", "CASH": "-42.86"}
    assert plan(flat, "--by", "asset") == {"Flat": "0.00", "Fund": "42.86", "Giro": "-42.86"}
    document = report(flat, "rebalance")
    assert {row["category"]: row["drift_before"] for row in document["rows"]} == {
        "REAL_ESTATE": "0.3", "ETF_STOCKS": "-0.3", "CASH": "0",
    }  # fmt: skip
    assert "LOCKED" in [note["code"] for note in document["notes"]]
    flat("asset", "edit", "Flat", "--no-locked")
    assert plan(flat) == {"REAL_ESTATE": "-300.00", "ETF_STOCKS": "300.00", "CASH": "0.00"}


def test_what_is_locked_below_its_target_gets_nothing_either(flat: Run) -> None:
    # 90 % of 1,000 should be the flat's; it keeps its 600, and 400 are shared out 9 to 1.
    flat("target", "set", "real_estate", "90", "etf_stocks", "9", "cash", "1")
    assert plan(flat) == {"REAL_ESTATE": "0.00", "ETF_STOCKS": "60.00", "CASH": "-60.00"}


def test_new_money_goes_to_what_is_not_locked(flat: Run) -> None:
    # 1,100 less 600 are 500: 428.571… and 71.428…; less 400 nothing is left of the others.
    assert amounts(report(flat, "rebalance", "--contribute", "100")) == {
        "ETF_STOCKS": "128.57", "REAL_ESTATE": "0.00", "CASH": "-28.57",
    }  # fmt: skip
    document = report(flat, "rebalance", "--withdraw", "400")
    assert amounts(document) == {
        "REAL_ESTATE": "0.00", "CASH": "-100.00", "ETF_STOCKS": "-300.00",
    }  # fmt: skip
    told = flat("report", "rebalance", "--withdraw", "400.01", "--json")
    assert (told.exit_code, told.error["code"], told.error["hint"]) == (
        1, "NOT_ENOUGH",
        "What has a target is worth 1,000.00 EUR, of which 400.00 can be taken out.",
    )  # fmt: skip


def test_where_everything_is_locked_nothing_moves(flat: Run) -> None:
    flat("asset", "edit", "Fund", "--locked")
    flat("asset", "edit", "Giro", "--locked")
    for by in ("category", "asset"):
        assert set(amounts(report(flat, "rebalance", "--by", by)).values()) == {"0.00"}
        told = flat("report", "rebalance", "--contribute", "1", "--by", by, "--json")
        assert (told.exit_code, told.error["code"]) == (1, "NOTHING_TO_BUY")
        told = flat("report", "rebalance", "--withdraw", "1", "--by", by, "--json")
        assert (told.exit_code, told.error["code"]) == (1, "NOT_ENOUGH")


def test_a_category_keeps_what_of_it_is_locked(run: Run) -> None:
    """Stocks are 900, of which 700 are locked: at 50 % of 1,000 they keep 700, and bonds get the
    300 that remain. At 80 % they are 800, of which 100 are the open fund's.
    """
    own(run, {
        "Shares": ("etf_stocks", "700"), "Fund": ("etf_stocks", "200"),
        "Bonds": ("etf_bonds", "100"),
    })  # fmt: skip
    run("asset", "edit", "Shares", "--locked")
    run("target", "set", "etf_stocks", "50", "etf_bonds", "50")
    assert plan(run) == {"ETF_STOCKS": "-200.00", "ETF_BONDS": "200.00"}
    assert plan(run, "--by", "asset") == {
        "Shares": "0.00", "Fund": "-200.00", "Bonds": "200.00",
    }  # fmt: skip
    run("target", "set", "etf_bonds", "20", "etf_stocks", "80")
    assert plan(run) == {"ETF_STOCKS": "-100.00", "ETF_BONDS": "100.00"}
    assert plan(run, "--by", "asset") == {
        "Shares": "0.00", "Fund": "-100.00", "Bonds": "100.00",
    }  # fmt: skip


def test_several_that_cannot_come_down_to_their_targets_keep_what_they_have(run: Run) -> None:
    """1,000 at 10, 20, 30 and 40 %, where 500 and 250 of the first two are locked. Without the
    first, 500 are for 90: the second's share of it, 111.11, is below its 250. So 250 are for 30
    and 40: 107.142… and 142.857…
    """
    own(run, {
        "A": ("real_estate", "500"), "B": ("private_equity", "250"), "C": ("etf_stocks", "250"),
        "D": ("cash", "0"),
    })  # fmt: skip
    for name in "AB":
        run("asset", "edit", name, "--locked")
    run("asset", "add", "A2", "--category", "real_estate")
    run("asset", "add", "B2", "--category", "private_equity")
    run(
        "target",
        "set",
        "real_estate",
        "10",
        "private_equity",
        "20",
        "etf_stocks",
        "30",
        "cash",
        "40",
    )
    assert amounts(report(run, "rebalance")) == {
        "CASH": "142.86", "REAL_ESTATE": "0.00", "PRIVATE_EQUITY": "0.00", "ETF_STOCKS": "-142.86",
    }  # fmt: skip


def test_what_has_no_part_of_its_category_is_kept_by_category_and_by_asset(run: Run) -> None:
    """Cash should be 300 of 1,000, but keeps the 500 put by, which have no part of it; the 500 that
    remain are all for the fund.
    """
    own(run, {
        "Put by": ("cash", "500"), "Giro": ("cash", "100"), "Fund": ("etf_stocks", "400"),
    })  # fmt: skip
    run("target", "set", "cash", "30", "etf_stocks", "70", "--asset", "Giro", "100")
    assert plan(run) == {"CASH": "-100.00", "ETF_STOCKS": "100.00"}
    assert plan(run, "--by", "asset") == {"Giro": "-100.00", "Fund": "100.00"}
    for by in ("category", "asset"):
        told = run("report", "rebalance", "--withdraw", "500.01", "--by", by, "--json")
        assert (told.exit_code, told.error["code"]) == (1, "NOT_ENOUGH")
        assert "500.00" in told.error["hint"]


def test_a_part_of_a_category_is_of_what_its_locked_assets_leave(run: Run) -> None:
    """Of 1,000 stocks should be all: 400 are locked, and 600 are for the two others, 1 to 2."""
    own(run, {
        "Old": ("etf_stocks", "400"), "World": ("etf_stocks", "500"),
        "Small": ("etf_stocks", "100"),
    })  # fmt: skip
    run("asset", "edit", "Old", "--locked")
    run("target", "set", "etf_stocks", "100", "--asset", "World", "20", "--asset", "Small", "40")
    assert plan(run, "--by", "asset") == {
        "Old": "0.00", "World": "-300.00", "Small": "300.00",
    }  # fmt: skip


def test_a_debt_is_not_locked(run: Run) -> None:
    told = run("asset", "add", "Loan", "--category", "loan", "--locked", "--json")
    assert (told.exit_code, told.error["message"]) == (2, '"Loan" is a debt, which no plan sells')
    assert run("asset", "list", "--json").json["rows"] == []
    added = run("asset", "add", "Flat", "--category", "real_estate", "--locked")
    assert added.stdout == 'Added "Flat" to REAL_ESTATE, locked: no plan moves it.\n'
    assert run("asset", "list", "--json").json["rows"][0]["locked"] is True


# -- what is closed


def test_a_closed_asset_never_gets_money(run: Run) -> None:
    """1,000 at 60/40 are 600 and 400; of the 600, 480 and 120 are those of World and Value. World
    is closed: what it was to have, Value has, the only other part.
    """
    own(run, {
        "World": ("etf_stocks", "0"), "Value": ("etf_stocks", "100"), "Giro": ("cash", "900"),
    })  # fmt: skip
    run("target", "set", "etf_stocks", "60", "cash", "40")
    run("target", "set", "--asset", "World", "80", "--asset", "Value", "20")
    assert plan(run, "--by", "asset") == {
        "World": "480.00", "Value": "20.00", "Giro": "-500.00",
    }  # fmt: skip
    closed = run("asset", "close", "World", "--json")
    assert [note["code"] for note in closed.json["notes"]] == ["SHARE_WITHOUT_ASSET"]
    assert plan(run, "--by", "asset") == {"Value": "500.00", "Giro": "-500.00"}
    assert report(run, "rebalance", "--by", "asset")["totals"]["to_move"] == "0.00"


def test_the_part_of_what_is_closed_is_nobodys(run: Run) -> None:
    """World alone had a part, and is closed in the month of its last value, 50. Value is the only
    open one: the 60 % of 1,000 are its, less nothing for its target, less the 50 for its money.
    """
    own(run, {
        "World": ("etf_stocks", "50"), "Value": ("etf_stocks", "100"), "Giro": ("cash", "850"),
    })  # fmt: skip
    run("target", "set", "etf_stocks", "60", "cash", "40", "--asset", "World", "100")
    run("asset", "close", "World")
    assert plan(run, "--by", "asset") == {"Value": "450.00", "Giro": "-450.00"}
    assert plan(run) == {"ETF_STOCKS": "450.00", "CASH": "-450.00"}
    rows = report(run, "allocation", "--by", "asset")["rows"]
    assert {row["asset"]: row["target"] for row in rows} == {
        "World": None, "Value": "0.6", "Giro": "0.4",
    }  # fmt: skip
    # With a second open one, and a part for each: 0.5 of the 600 less the 50 that World keeps.
    own(run, {"Small": ("etf_stocks", "0")})
    run("asset", "reopen", "World")
    run(
        "target", "set", "--asset", "World", "0", "--asset", "Value", "50", "--asset", "Small", "50"
    )
    run("asset", "close", "World")
    rows = report(run, "allocation", "--by", "asset")["rows"]
    assert {row["asset"]: row["target"] for row in rows} == {
        "World": None, "Value": "0.275", "Small": "0.275", "Giro": "0.4",
    }  # fmt: skip


@pytest.mark.parametrize("end", ["close", "delete"])
def test_a_category_without_an_open_asset_gets_its_money_as_a_category(run: Run, end: str) -> None:
    own(run, {"Fund": ("etf_stocks", "0"), "Giro": ("cash", "1000")})
    run("target", "set", "etf_stocks", "60", "cash", "40")
    run("target", "set", "--asset", "Fund", "100")
    told = run("asset", end, "Fund", *(["--yes"] if end == "delete" else []))
    assert told.exit_code == 0
    assert (
        "The target of Stock ETFs, 60 % from 2026-11 on, is left without an asset.\n"
        "  finally target clear ETF_STOCKS --from 2026-11\n"
    ) in told.stdout
    assert plan(run, "--by", "asset") == {"ETF_STOCKS": "600.00", "Giro": "-600.00"}
    assert plan(run) == {"ETF_STOCKS": "600.00", "CASH": "-600.00"}
    # The command that mends it works when pasted.
    assert run("target", "clear", "ETF_STOCKS", "--from", "2026-11").exit_code == 0
    assert "ETF_STOCKS" not in plan(run)


def test_an_asset_that_was_one_of_several_leaves_no_target_alone(run: Run) -> None:
    own(run, {"A": ("cash", "10"), "B": ("cash", "10")})
    run("target", "set", "cash", "100")
    assert run("asset", "close", "A", "--month", "2026-12", "--json").json["notes"] == []
    moved = run("asset", "edit", "B", "--category", "crypto", "--json").json
    assert moved["notes"] == []  # A is open until December
    told = run("asset", "close", "A").stdout
    assert "The target of Cash, 100 % from 2026-11 on, is left without an asset." in told
    run("asset", "reopen", "A")
    moved = run("asset", "edit", "A", "--category", "crypto", "--json").json
    assert [note["code"] for note in moved["notes"]] == ["TARGET_WITHOUT_ASSET"]


def test_assets_without_parts_are_moved_as_one_and_allocation_says_how_much(run: Run) -> None:
    own(run, {"A": ("cash", "100"), "B": ("cash", "200"), "Fund": ("etf_stocks", "700")})
    run("target", "set", "cash", "50", "etf_stocks", "50")
    assert amounts(report(run, "rebalance", "--by", "asset")) == {
        "CASH": "200.00", "Fund": "-200.00",
    }  # fmt: skip
    document = report(run, "allocation", "--by", "asset")
    assert amounts(document) == {"Fund": "-200.00"}
    assert "WITHOUT_TARGET" not in [note["code"] for note in document["notes"]]
    assert next((note["code"], note["message"]) for note in document["notes"]) == (
        "MOVED_AS_ONE",
        "The assets of Cash have no shares of it: 200.00 is to be put in there in all.",
    )
    assert Decimal(report(run, "rebalance", "--by", "asset")["totals"]["to_move"]) == 0
