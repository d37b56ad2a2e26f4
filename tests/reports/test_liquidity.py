"""finally report liquidity, on a household whose every figure is worked out here by hand.

Today is 2026-11-15. Old is closed in 2026-06, Reserve begins in 2026-10, Savings lacks a value in
2026-09, and the loan is no asset.

            Current   Savings   Reserve   Old     Fund   assets    Loan
2026-05         500       500               0     1000     2000
2026-06                                    40                40
2026-08        2000      1000                     1000     4000
2026-09       -1000   missing                     5000     4000
2026-10         600       900       300           4200     6000   -1000
2026-11         100       100       100            700     1000

Targets: cash 0.4 from the beginning; cash 0.25 from 2026-06 on, and of its accounts Savings 0.5 and
Reserve 0.25; none at all from 2026-11 on.

Spending: 9999 in 2025-10; 400 in 2025-11; none in 2026-03, which has an income; 800 less 20 given
back in 2026-07; 1220 in 2026-10; 5000 in 2026-11, which is not over.
Up to 2026-10, of twelve months from 2025-11: (400 + 0 + 780 + 1220) / 4 = 600.
Up to 2026-09 the newest are of 2026-07, so from 2025-08: (9999 + 400 + 0 + 780) / 4 = 2794.75.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

VALUES = {
    "Current": {5: 500, 8: 2000, 9: -1000, 10: 600, 11: 100},
    "Savings": {5: 500, 8: 1000, 10: 900, 11: 100},
    "Reserve": {10: 300, 11: 100},
    "Old": {5: 0, 6: 40},
    "Fund": {5: 1000, 8: 1000, 9: 5000, 10: 4200, 11: 700},
    "Loan": {10: -1000},
}
CATEGORIES = {"Fund": "ETF_STOCKS", "Loan": "LOAN"}
SPENT = [(2025, 10, 9999), (2025, 11, 400), (2026, 7, 800), (2026, 7, -20), (2026, 10, 1220),
         (2026, 11, 5000)]  # fmt: skip


@pytest.fixture
def books_of_ann(books: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    books.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
    return books


def hold(db: psycopg.Connection[Any], name: str, by_month: dict[int, int]) -> None:
    """An asset or a debt, and its values in months of 2026."""
    db.execute(
        "INSERT INTO assets (user_id, category_id, asset_name, closed_on)"
        " SELECT current_user_id(), id, %s, CASE WHEN %s = 'Old' THEN date '2026-06-15' END"
        " FROM asset_categories WHERE code = %s",
        [name, name, CATEGORIES.get(name, "CASH")],
    )
    for month, total in by_month.items():
        db.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
            " SELECT user_id, id, 2026, %s, %s FROM assets WHERE asset_name = %s",
            [month, total, name],
        )


def spend(db: psycopg.Connection[Any], year: int, month: int, amount: int) -> None:
    db.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), id, %s, %s, %s FROM expense_categories WHERE code = 'RENT'",
        [year, month, amount],
    )


def mean(db: psycopg.Connection[Any], year: int, month: int, share: str, **accounts: str) -> None:
    """Targets from a month on: of cash, and of its accounts."""
    db.execute(
        "INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)"
        " SELECT current_user_id(), id, %s, %s, %s FROM asset_categories WHERE code = 'CASH'",
        [share, year, month],
    )
    for name, part in accounts.items():
        db.execute(
            "INSERT INTO asset_targets (user_id, asset_id, target_pct, year, month)"
            " SELECT user_id, id, %s, %s, %s FROM assets WHERE asset_name = %s",
            [part, year, month, name],
        )


@pytest.fixture
def household(run: Run, books_of_ann: psycopg.Connection[Any]) -> Run:
    for name, by_month in VALUES.items():
        hold(books_of_ann, name, by_month)
    for spent in SPENT:
        spend(books_of_ann, *spent)
    books_of_ann.execute(
        "INSERT INTO incoming_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), id, 2026, 3, 1000 FROM income_categories WHERE code = 'SALARY'"
    )
    mean(books_of_ann, 2000, 1, "0.4")
    mean(books_of_ann, 2026, 6, "0.25", Savings="0.5", Reserve="0.25")
    books_of_ann.execute(
        "INSERT INTO target_sets (user_id, year, month) VALUES (current_user_id(), 2026, 11)"
    )
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "liquidity", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def accounts(document: Any) -> list[tuple[Any, ...]]:
    keys = ("asset", "value", "share", "target", "drift", "months_covered")
    return [tuple(row[key] for key in keys) for row in document["rows"]]


def test_each_account_has_its_share_its_target_and_how_long_it_lasts(household: Run) -> None:
    # Current has no target and holds 0.1 of all: 0.25 - 0.1 = 0.15 is left for the others, of
    # which Savings should be 0.5, that is 0.075 of all, and Reserve 0.25, that is 0.0375.
    assert accounts(report(household, "--month", "2026-10")) == [
        ("Savings", "900.00", "0.15", "0.075", "0.075", "1.5"),
        ("Current", "600.00", "0.1", None, None, "1"),
        ("Reserve", "300.00", "0.05", "0.0375", "0.0125", "0.5"),
    ]


def test_the_totals_say_what_the_average_is_of(household: Run) -> None:
    assert report(household, "--month", "2026-10")["totals"] == {
        "cash": "1800.00",
        "share": "0.3",  # 1800 / 6000
        "share_within": "0.3",  # the targets are less than the whole mix
        "target": "0.25",
        "drift": "0.05",
        "months_covered": "3",  # 1800 / 600
        "average_spending": "600.00",
        "spending_first": "2025-11",
        "spending_last": "2026-10",
        "spending_months": 4,  # the other eight have no entries
    }


def test_the_average_is_of_the_months_up_to_the_one_that_is_asked_for(household: Run) -> None:
    document = report(household, "--month", "2026-09")
    assert document["totals"] == {
        "cash": "-1000.00",
        "share": "-0.25",
        "share_within": "-0.25",
        "target": "0.25",
        "drift": "-0.5",
        "months_covered": "-0.4",  # -1000 / 2794.75 = -0.358
        "average_spending": "2794.75",
        "spending_first": "2025-10",
        "spending_last": "2026-07",
        "spending_months": 4,
    }


def test_an_overdrawn_account_counts_below_zero_and_a_missing_one_is_told(household: Run) -> None:
    document = report(household, "--month", "2026-09")
    # Current is overdrawn by 0.25 of all: 0.25 + 0.25 = 0.5 for the others, and half for Savings.
    assert accounts(document) == [
        ("Current", "-1000.00", "-0.25", None, None, "-0.4"),
        ("Savings", None, None, "0.25", None, None),
    ]
    assert [(note["code"], note["message"], note["command"]) for note in document["notes"]] == [
        (
            "MISSING",
            '1 asset has no value in 2026-09; values and changes are without it: "Savings".',
            "finally snapshot carry --month 2026-09",
        )
    ]


def test_where_the_others_hold_all_of_the_target_nothing_is_left(household: Run) -> None:
    # Current alone is 2000 / 4000 = 0.5 of all, and the target is 0.25. The newest entries up to
    # 2026-08 are of 2026-07: 1000 / 2794.75 = 0.358, and 2000 / 2794.75 = 0.716.
    assert accounts(report(household, "--month", "2026-08")) == [
        ("Current", "2000.00", "0.5", None, None, "0.7"),
        ("Savings", "1000.00", "0.25", "0", "0.25", "0.4"),
    ]


def test_targets_are_those_of_the_time(household: Run) -> None:
    earlier = report(household, "--month", "2026-05")
    assert earlier["totals"]["target"] == "0.4"
    # Up to 2026-05 the newest are of 2026-03: (9999 + 400 + 0) / 3 = 3466.3333; 500 / that = 0.144.
    assert accounts(earlier) == [
        ("Current", "500.00", "0.25", None, None, "0.1"),
        ("Savings", "500.00", "0.25", None, None, "0.1"),
        ("Old", "0.00", "0", None, None, "0"),
    ]
    newest = report(household)
    assert newest["month"] == "2026-11"
    assert (newest["totals"]["target"], newest["totals"]["drift"]) == (None, None)
    assert {row["target"] for row in newest["rows"]} == {None}


def test_an_account_that_is_closed_counts_where_it_has_a_value(household: Run) -> None:
    assert [row[:3] for row in accounts(report(household, "--month", "2026-06"))] == [
        ("Old", "40.00", "1"),
        ("Current", None, None),
        ("Savings", None, None),
    ]


def test_targets_that_begin_later_or_name_accounts_alone_are_none(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: 100})
    hold(books_of_ann, "Savings", {10: 100})
    mean(books_of_ann, 2026, 11, "0.2", Savings="0.5")
    document = report(run)
    assert document["totals"]["target"] is None
    assert [row["target"] for row in document["rows"]] == [None, None]
    books_of_ann.execute("DELETE FROM category_allocation_targets")
    books_of_ann.execute("UPDATE asset_targets SET month = 10")
    assert [row["target"] for row in report(run)["rows"]] == [None, None]


def test_the_current_month_is_not_in_the_average(household: Run) -> None:
    totals = report(household, "--month", "this")["totals"]
    assert (totals["average_spending"], totals["spending_last"]) == ("600.00", "2026-10")


def test_the_only_account_has_all_of_the_target(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: 100})
    hold(books_of_ann, "Fund", {10: 300})
    mean(books_of_ann, 2000, 1, "0.2")
    assert accounts(report(run)) == [("Current", "100.00", "0.25", "0.2", "0.05", None)]
    mean(books_of_ann, 2026, 10, "0.3", Current="0.5")  # of one account that says nothing
    assert accounts(report(run)) == [("Current", "100.00", "0.25", "0.3", "-0.05", None)]


def test_a_share_is_rounded_once_and_not_on_the_way(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: 1})
    hold(books_of_ann, "Savings", {10: 1})
    hold(books_of_ann, "Reserve", {10: 1})
    mean(books_of_ann, 2000, 1, "1", Savings="0.5", Reserve="0")
    # 0.5 * (1 - 1/3) = 0.333333; but 0.5 * (1 - 0.333333) = 0.3333335 would be 0.333334.
    assert accounts(report(run))[2] == ("Savings", "1.00", "0.333333", "0.333333", "0", None)


def test_targets_that_are_the_whole_mix_are_held_against_what_has_them(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    """Cash is a third of all there is, and the whole of what has a target: no drift."""
    hold(books_of_ann, "Current", {10: 100})
    hold(books_of_ann, "Fund", {10: 200})
    mean(books_of_ann, 2000, 1, "1")
    document = report(run)
    assert accounts(document) == [("Current", "100.00", "0.333333", "1", "0", None)]
    assert (document["within"], document["rows"][0]["share_within"]) == ("targets", "1")
    assert (document["totals"]["share"], document["totals"]["drift"]) == ("0.333333", "0")
    assert "DRIFT_WITHIN_TARGETS" in [note["code"] for note in document["notes"]]


def test_carried_values_are_marked_and_told(
    household: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    books_of_ann.execute(
        "UPDATE asset_inputs SET carried = true FROM assets"
        " WHERE assets.id = asset_id AND asset_name = 'Reserve' AND month = 10"
    )
    document = report(household, "--month", "2026-10")
    assert {row["asset"] for row in document["rows"] if row["carried"]} == {"Reserve"}
    assert [note["code"] for note in document["notes"]] == ["CARRIED"]


def test_the_table_ends_in_all_cash_and_the_average(household: Run) -> None:
    assert household("report", "liquidity", "--month", "2026-10").stdout == (
        "Cash in 2026-10 (EUR)\n"
        " Asset        Value    Share   Target     Drift   Months covered\n"
        + "─"
        * 65
        + "\n Savings     900.00   15.0 %    7.5 %   +7.5 pp              1.5\n"
        " Current     600.00   10.0 %        –         –              1.0\n"
        " Reserve     300.00    5.0 %    3.8 %   +1.3 pp              0.5\n"
        + "─"
        * 65
        + "\n Cash      1,800.00   30.0 %   25.0 %   +5.0 pp              3.0\n"
        "\n"
        " Average spending   First month   Last month   Months\n"
        + "─" * 54
        + "\n           600.00   2025-11       2026-10           4\n"
    )


def test_without_entries_it_is_not_known_how_long_the_cash_lasts(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: 100})
    spend(books_of_ann, 2026, 11, 5)  # not over
    document = report(run)
    totals = document["totals"]
    assert [totals[key] for key in totals if key.startswith(("average", "spending", "months"))] == [
        None, None, None, None, 0
    ]  # fmt: skip
    (note,) = document["notes"]
    assert (note["code"], note["command"]) == (
        "NO_ENTRIES",
        "finally expense add AMOUNT CATEGORY --month last",
    )
    assert note["message"].startswith("No month up to 2026-10 that is over has entries: ")
    assert "Average spending" not in run("report", "liquidity").stdout


@pytest.mark.parametrize("refund", [-5, -400])
def test_who_spends_nothing_or_less_has_no_months_covered(
    refund: int, run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: 100})
    spend(books_of_ann, 2026, 9, 5)
    spend(books_of_ann, 2026, 9, refund)  # 5 - 5 = 0, and 5 - 400 = -395
    document = report(run)
    assert document["totals"]["average_spending"] == f"{5 + refund}.00"
    assert document["totals"]["months_covered"] is None
    assert accounts(document)[0][-1] is None
    assert [note["code"] for note in document["notes"]] == ["NO_SPENDING"]


def test_a_month_whose_only_account_lacks_its_value_has_no_cash_that_is_known(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {9: 100})
    hold(books_of_ann, "Fund", {10: 300})
    document = report(run)
    assert accounts(document) == [("Current", None, None, None, None, None)]
    assert (document["totals"]["cash"], document["totals"]["share"]) == (None, None)
    assert "MISSING" in {note["code"] for note in document["notes"]}


def test_all_money_owed_and_none_held_has_no_shares(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Current", {10: -100})
    hold(books_of_ann, "Savings", {10: -100})
    mean(books_of_ann, 2000, 1, "0.2", Savings="0.5")
    assert accounts(report(run)) == [
        ("Current", "-100.00", None, None, None, None),
        ("Savings", "-100.00", None, None, None, None),
    ]


def test_a_household_without_a_cash_account_is_told_how_to_add_one(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    hold(books_of_ann, "Fund", {10: 300})
    assert run("report", "liquidity") == Outcome(
        5,
        "",
        "finally: there is no cash account in 2026-10\n"
        "  Add one with: finally asset add NAME --category CASH --value VALUE\n",
    )
    assert run("report", "liquidity", "--json").error["code"] == "NO_CASH"


def test_empty_books_and_empty_months_are_told(
    run: Run, books_of_ann: psycopg.Connection[Any]
) -> None:
    told = run("report", "liquidity", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")
    hold(books_of_ann, "Current", {10: 100})
    assert run("report", "liquidity", "--month", "2026-09") == Outcome(
        5,
        "",
        "finally: there are no values in 2026-09\n  The newest month with values is 2026-10.\n",
    )
