"""finally report goals, on a household whose every figure is worked out here by hand.

Today is 2026-11-15, so 2026-10 is the newest month that is over. Values at month ends:

            2025-08   2025-10   2026-04   2026-10   2026-11
Giro           900      1000      missing    4000      5000      from 2025-08
Depot                                200       800       900      from 2026-04
Old             50        60      closed from 2026-02 on
Car loan     -12000    -12000      -9000     -7200     -7000

Spending: 100 in 2025-10; 300 in 2025-11; 500 in 2026-10; 9999 in 2026-11, which is not over.
Up to 2026-10, of twelve months from 2025-11: (300 + 500) / 2 = 400.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Run

VALUES = {
    "Giro": {"2025-08": 900, "2025-10": 1000, "2026-10": 4000, "2026-11": 5000},
    "Depot": {"2026-04": 200, "2026-10": 800, "2026-11": 900},
    "Old": {"2025-08": 50, "2025-10": 60},
    "Car loan": {
        "2025-08": -12000, "2025-10": -12000, "2026-04": -9000, "2026-10": -7200, "2026-11": -7000,
    },
}  # fmt: skip
CATEGORIES = {"Depot": "ETF_STOCKS", "Car loan": "LOAN"}
SPENT = {"2025-10": 100, "2025-11": 300, "2026-10": 500, "2026-11": 9999}


@pytest.fixture
def household(books: psycopg.Connection[Any], run: Run) -> Run:
    books.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
    for name, by_month in VALUES.items():
        books.execute(
            "INSERT INTO assets (user_id, category_id, asset_name, closed_on)"
            " SELECT current_user_id(), id, %s, CASE WHEN %s = 'Old' THEN date '2026-02-01' END"
            " FROM asset_categories WHERE code = %s",
            [name, name, CATEGORIES.get(name, "CASH")],
        )
        for month, total in by_month.items():
            year, number = month.split("-")
            books.execute(
                "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
                " SELECT user_id, id, %s, %s, %s FROM assets WHERE asset_name = %s",
                [year, number, total, name],
            )
    for month, amount in SPENT.items():
        year, number = month.split("-")
        books.execute(
            "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
            " SELECT current_user_id(), id, %s, %s, %s FROM expense_categories WHERE code = 'RENT'",
            [year, number, amount],
        )
    return run


def add(run: Run, *words: str) -> None:
    done = run("goal", "add", *words)
    assert done.exit_code == 0, done.stderr


def progress(run: Run, *options: str) -> dict[str, Any]:
    """The one goal that is shown."""
    shown = run("report", "goals", "--month", "2026-10", *options, "--json")
    assert shown.exit_code == 0, shown.stderr
    (row,) = shown.json["rows"]
    return dict(row)


def figures(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def codes(run: Run, month: str = "2026-10") -> list[str]:
    notes = run("report", "goals", "--month", month, "--json").json["notes"]
    return [note["code"] for note in notes]


def test_an_asset_is_followed_to_an_amount_by_a_month(household: Run) -> None:
    """4000 - 1000 = 3000 of 6000. (4000 - 1000) / 12 = 250 a month: 3000 takes 12, to 2027-10."""
    add(household, "House", "6000", "--of", "giro", "--from", "1000", "--by", "2027-04")
    row = progress(household)
    assert figures(row, "target", "value", "reached", "share", "remaining") == (
        "6000.00", "4000.00", "3000.00", "0.5", "3000.00",
    )  # fmt: skip
    assert figures(row, "needed", "pace", "pace_first", "pace_last", "pace_months") == (
        "500.00", "250.00", "2025-10", "2026-10", 12,
    )  # fmt: skip
    assert figures(row, "there", "outlook") == ("2027-10", "late")
    household("goal", "edit", "House", "--by", "2027-10")
    assert figures(progress(household), "needed", "there", "outlook") == (
        "250.00", "2027-10", "in time",
    )  # fmt: skip


def test_a_month_that_is_begun_counts_as_a_whole_one(household: Run) -> None:
    """3000.01 at 250 a month takes thirteen months."""
    add(household, "House", "7000.01", "--of", "giro")
    assert figures(progress(household), "remaining", "there", "outlook") == (
        "3000.01", "2027-11", "on its way",
    )  # fmt: skip


def test_without_parts_it_is_net_worth(household: Run) -> None:
    """4000 + 800 - 7200 = -2400 in 2026-10. Giro rose by 3000, the loan by 4800, the depot by 600
    since its first value; Old is gone as it was: 8400 / 12."""
    add(household, "Free", "100000")
    row = progress(household)
    assert figures(row, "counted", "value", "reached", "share") == (
        None, "-2400.00", "-2400.00", "-0.024",
    )  # fmt: skip
    assert figures(row, "pace", "outlook") == ("700.00", "on its way")
    # 102400 / 700 = 146.3, so 147 months: twelve years and a quarter
    assert row["there"] == "2039-01"


def test_a_category_counts_all_that_is_in_it_once(household: Run) -> None:
    """Cash is the giro, and Old, which is gone as it was: 4000 - 1000 = 3000, 250 a month."""
    add(household, "Cash", "5000", "--of", "cash", "--of", "giro", "--of", "CASH")
    row = progress(household)
    assert figures(row, "counted", "value", "pace") == ("Cash, Giro", "4000.00", "250.00")


def test_the_pace_is_of_the_time_that_there_is(household: Run) -> None:
    """The depot began in 2026-04: (800 - 200) / 6 = 100 a month."""
    add(household, "Depot", "1000", "--of", "depot")
    row = progress(household)
    assert figures(row, "pace", "pace_first", "pace_months", "there") == (
        "100.00", "2026-04", 6, "2026-12",
    )  # fmt: skip


def test_the_month_that_is_not_over_has_no_pace_but_counts(household: Run) -> None:
    """5000 in 2026-11; the pace stays that up to 2026-10: 1000 at 250 a month, from 2026-11 on."""
    add(household, "Giro", "6000", "--of", "giro")
    row = household("report", "goals", "--json").json["rows"][0]
    assert figures(row, "value", "pace", "pace_last", "there") == (
        "5000.00", "250.00", "2026-10", "2027-03",
    )  # fmt: skip


def test_a_value_that_lacks_in_the_month_is_taken_from_before_for_the_pace(household: Run) -> None:
    """Up to 2026-04 the giro has 1000 of 2025-10: (1000 - 900) / 8 = 12.50 since 2025-08."""
    add(household, "Giro", "2000", "--of", "giro")
    shown = household("report", "goals", "--month", "2026-04", "--json").json
    (row,) = shown["rows"]
    assert figures(row, "value", "reached", "share", "outlook", "missing") == (
        None, None, None, "unknown", 1,
    )  # fmt: skip
    assert figures(row, "pace", "pace_first", "pace_months") == ("12.50", "2025-08", 8)
    (note,) = [note for note in shown["notes"] if note["code"] == "MISSING"]
    assert note["message"].endswith('what is reached is without it: "Giro".')
    assert note["command"] == "finally snapshot carry --month 2026-04"


def test_a_loan_is_paid_off(household: Run) -> None:
    """From 10000 owed 2800 are paid off, of 5000; (-7200 + 12000) / 12 = 400 a month, 2200 left."""
    add(household, "Free", "5000", "--of", "car loan", "--from", "10000", "--by", "2027-02")
    row = progress(household)
    assert figures(row, "target", "value", "from_amount", "reached", "share") == (
        "5000.00", "-7200.00", "-10000.00", "2800.00", "0.56",
    )  # fmt: skip
    assert figures(row, "needed", "pace", "there", "outlook") == (
        "550.00", "400.00", "2027-04", "late",
    )  # fmt: skip


def test_half_a_year_of_spending_follows_what_is_spent(household: Run) -> None:
    """400 a month: 2400. 900 in 2026-10 alone makes it (300 + 1400) / 2 = 850, so 5100."""
    add(household, "Rainy days", "--months-of-spending", "6", "--of", "giro")
    assert figures(progress(household), "target", "outlook") == ("2400.00", "reached")
    shown = household("report", "goals", "--month", "2026-10").stdout
    assert "400.00 EUR a month, the average of 2025-11 to 2026-10." in shown
    household("expense", "add", "900", "rent", "--month", "2026-10")
    assert progress(household)["target"] == "5100.00"


def test_a_nest_egg_is_so_many_times_what_a_year_costs(household: Run) -> None:
    """25 times 12 times 400 is 120000; 4.5 times that of a year is 21600."""
    add(household, "Nest egg", "--times-yearly-spending", "25")
    assert progress(household)["target"] == "120000.00"
    household("goal", "edit", "nest egg", "--times-yearly-spending", "4.5")
    assert progress(household)["target"] == "21600.00"


def test_without_spending_it_has_no_amount(household: Run) -> None:
    add(household, "Rainy days", "--months-of-spending", "6", "--of", "giro")
    shown = household("report", "goals", "--month", "2025-08", "--json").json
    assert figures(shown["rows"][0], "target", "share", "outlook") == (None, None, "unknown")
    assert "NO_ENTRIES" in [note["code"] for note in shown["notes"]]


def test_what_grows_less_is_never_there(household: Run) -> None:
    household("snapshot", "add", "giro", "900", "--month", "2026-10")
    add(household, "Giro", "2000", "--of", "giro", "--by", "2030-01")
    row = progress(household)  # (900 - 1000) / 12
    assert figures(row, "pace", "there", "outlook") == ("-8.3333", None, "never")


def test_what_would_take_longer_than_there_are_months_is_said(household: Run) -> None:
    add(household, "Giro", "99999999999999999999", "--of", "giro")
    assert figures(progress(household), "there", "outlook") == (None, "after 2100")


def test_a_month_that_has_come_is_said_with_what_lacks(household: Run) -> None:
    add(household, "Giro", "6000", "--of", "giro", "--by", "2026-11")
    shown = household("report", "goals", "--json").json
    (row,) = shown["rows"]
    assert figures(row, "needed", "outlook") == (None, "late")
    (note,) = [note for note in shown["notes"] if note["code"] == "MONTH_HAS_COME"]
    assert note["message"] == '"Giro" was to be reached by 2026-11, and lacks 1,000.00 EUR.'


def test_one_month_of_values_has_no_pace(household: Run) -> None:
    add(household, "Giro", "6000", "--of", "giro")
    shown = household("report", "goals", "--month", "2025-08", "--json").json
    assert figures(shown["rows"][0], "pace", "pace_months", "outlook") == (None, 0, "unknown")
    assert [note["code"] for note in shown["notes"]] == ["NO_PACE"]


def test_what_several_goals_count_is_said_once(household: Run) -> None:
    add(household, "One", "6000", "--of", "giro")
    assert codes(household) == []
    add(household, "Two", "7000", "--of", "cash")
    add(household, "All", "8000")
    shown = household("report", "goals", "--month", "2026-10").stdout
    assert 'Note: "Giro" counts whole for each of "One" and "Two".' in shown
    household("goal", "close", "two")
    assert "SHARED" not in codes(household)


def test_a_closed_goal_is_left_out_until_it_is_asked_for(household: Run) -> None:
    add(household, "One", "6000", "--of", "giro")
    household("goal", "close", "one")
    assert household("report", "goals").stdout == (
        "Goals in 2026-11 (EUR)\nNo goals. Add one with: finally goal add NAME AMOUNT\n"
    )
    assert progress(household, "--all")["closed"] == "2026-11"
    household("goal", "reopen", "one")
    assert progress(household)["closed"] is None


def test_books_without_values_say_so(run: Run) -> None:
    run("goal", "add", "One", "6000")
    refused = run("report", "goals")
    assert refused.exit_code == 5
    assert refused.stderr.startswith("finally: there are no values yet\n")
