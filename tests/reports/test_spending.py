"""finally report spending, on the figures worked out here by hand. Today is 2026-11-15.

           2026-08   2026-09   2026-10   2026-11   average          change of October
RENT          1000      1000      1300         0   3300/3 = 1100    +200   +2/11
FOOD           300       450        60       999    810/3 =  270    -210   -7/9
OTHER          -30         0         0         0    -30/3 =  -10     +10   +1
total         1270      1450      1360       999   4080/3 = 1360       0   0
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

HOUSEHOLD = """
    WITH ann AS (SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users)
    INSERT INTO expense_items (user_id, category_id, year, month, amount)
    SELECT ann.id, expense_categories.id, 2026, spent.month, spent.amount
    FROM ann CROSS JOIN (VALUES
        ('RENT', 8, 1000), ('RENT', 9, 1000), ('RENT', 10, 1300),
        ('FOOD', 8, 320), ('FOOD', 8, -20), ('FOOD', 9, 450), ('FOOD', 10, 60), ('FOOD', 11, 999),
        ('OTHER', 8, -30)
    ) AS spent (code, month, amount)
    JOIN expense_categories USING (code)
"""
KEYS = ("category", "amounts", "total", "average", "change", "change_pct")


@pytest.fixture
def household(run: Run, books: psycopg.Connection[Any]) -> Run:
    books.execute(HOUSEHOLD)
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "spending", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def lines(document: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in KEYS) for row in [*document["rows"], document["totals"]]]


def test_categories_by_months_with_average_and_change(household: Run) -> None:
    document = report(household)
    assert document["months"] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert lines(document) == [
        (
            "RENT", ["1000.00", "1000.00", "1300.00", "0.00"], "3300.00",
            "1100.00", "200.00", "0.181818",
        ),
        (
            "FOOD", ["300.00", "450.00", "60.00", "999.00"], "1809.00",
            "270.00", "-210.00", "-0.777778",
        ),
        ("OTHER", ["-30.00", "0.00", "0.00", "0.00"], "-30.00", "-10.00", "10.00", "1"),
        (
            None, ["1270.00", "1450.00", "1360.00", "999.00"], "5079.00",
            "1360.00", "0.00", "0",
        ),
    ]  # fmt: skip
    assert [note["message"] for note in document["notes"]] == [
        "2026-11 is not over and left out of the average; the change is that of the last whole"
        " month."
    ]


def test_the_months_are_columns_of_table_and_csv(household: Run) -> None:
    table = household("report", "spending", "--to", "2026-09").stdout.splitlines()
    assert table[1].split() == [
        "Category", "2026-08", "2026-09", "Average", "Change", "Change", "%",
    ]  # fmt: skip
    # On average 2000 / 2, 750 / 2 and -30 / 2.
    assert [line.split() for line in table[3:6]] == [
        ["Rent", "and", "housing", "1,000.00", "1,000.00", "1,000.00", "0.00", "0.0", "%"],
        ["Food", "300.00", "450.00", "375.00", "+75.00", "+20.0", "%"],
        ["Other", "-30.00", "0.00", "-15.00", "+15.00", "+100.0", "%"],
    ]
    assert household("report", "spending", "--to", "2026-09", "--csv").stdout.split("\r\n")[0] == (
        "category,name,2026-08,2026-09,total,average,change,change_pct"
        "\nRENT,Rent and housing,1000.00,1000.00,2000.00,1000.00,0.00,0"
        "\nFOOD,Food,300.00,450.00,750.00,375.00,75.00,0.2"
        "\nOTHER,Other,-30.00,0.00,-30.00,-15.00,15.00,1\n"
    )


def test_a_month_in_which_nothing_was_recorded_is_not_averaged(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute("DELETE FROM expense_items WHERE month = 9")
    document = report(household, "--to", "2026-10")
    assert document["rows"][0]["average"] == "1150.00"  # (1000 + 1300) / 2
    assert document["notes"][0]["code"] == "EMPTY_MONTHS"
    # An income there says that the month was kept, and nothing was spent in it.
    household("income", "add", "5", "salary", "--month", "2026-09")
    document = report(household, "--to", "2026-10")
    assert document["rows"][0]["average"] == "766.6667"  # (1000 + 0 + 1300) / 3
    assert document["notes"] == []


def test_the_current_month_alone_has_no_average(household: Run) -> None:
    document = report(household, "--months", "1")
    assert lines(document) == [
        ("FOOD", ["999.00"], "999.00", None, None, None),
        (None, ["999.00"], "999.00", None, None, None),
    ]


def test_six_months_unless_another_number_is_asked_for(household: Run) -> None:
    household("expense", "add", "5", "food", "--month", "2025-01")
    assert report(household)["months"][0] == "2026-06"
    assert report(household, "--months", "3")["months"][0] == "2026-09"


def test_what_does_not_go_together_or_is_not_there_is_refused(household: Run) -> None:
    assert household("report", "spending", "--months", "0").exit_code == 2
    assert household("report", "spending", "--from", "2026-10", "--to", "2026-09").exit_code == 2
    assert household("report", "spending", "--to", "2020-01") == Outcome(
        5,
        "",
        "finally: there are no incomes and no expenses in these months\n"
        "  There are some from 2026-08 to 2026-11.\n",
    )
